import type { DocumentNode } from "graphql";
import type { Supergraph } from "../planning/supergraph.ts";
import type { AgencyAddress } from "./fetch/agencies.ts";
import type { AgencyFetch } from "./fetch/agency-fetch.ts";

/** What an engine is made of. */
export interface EngineOptions {
  readonly supergraphSdl: string;
  /** Addresses by agency; the supergraph's own URL where one is absent. */
  readonly agencies?: Readonly<Record<string, AgencyAddress>>;
  /** Milliseconds a call to an agency may take; the contract's limit where undefined. An address may say otherwise. */
  readonly timeoutMsOf?: (agency: string) => number | undefined;
  /** Puts signing, audit or metrics around each attempt of a call. */
  readonly wrapFetch?: (fetch: AgencyFetch) => AgencyFetch;
  /** Whether a progressive override is on, asked for each request; `percent(N)` is decided here when absent. */
  readonly isOverrideOn?: (label: string) => boolean;
  /**
   * What decides whether callers may be answered by one call: everything of a caller that an agency is told. Null
   * for a caller whose calls are never shared; that is everybody when this is absent.
   */
  readonly envelopeOf?: (caller: unknown) => string | null;
  /** Receives what clients must not see: failures' causes. */
  readonly log?: (incident: unknown) => void;
  /** Operations that are planned before a supergraph serves. */
  readonly registered?: readonly DocumentNode[];
  /** Looks at each supergraph before it serves; throws to refuse it. */
  readonly check?: (supergraph: Supergraph) => void;
}
