import { randomUUID } from "node:crypto";
import type { Caller } from "#contract/caller.ts";
import { noClaims, signEnvelope, type EnvelopeHeaders } from "#contract/envelope.ts";
import { ROW_SCOPES } from "#contract/reach.ts";
import type { AgencyFetch } from "../execution/fetch/agency-fetch.ts";
import type { KeyRing } from "./key-ring.ts";

/** What a request is executed with, for those who wrap its calls. */
export interface CallOrigin {
  readonly requestId: string;
  /** Null when nobody has said who asks: agencies then answer public facts only. */
  readonly caller: Caller | null;
}

/** A call as far as its envelope depends on it. */
export interface CallToSign {
  readonly agency: string;
  /** The process of an agency that has several; null for one that has one. */
  readonly instance: string | null;
  readonly url: URL;
  readonly body: string | Uint8Array;
  /** Milliseconds that somebody will still wait for the answer. */
  readonly timeoutMs: number;
}

/**
 * Puts an envelope around each call to an agency that has keys, each attempt with one of its own. An agency without
 * keys is called as it is: it may be one of those that only a supergraph of somebody else knows.
 */
export const signCalls =
  (keys: KeyRing) =>
  (fetch: AgencyFetch): AgencyFetch =>
  (request) =>
    fetch({
      ...request,
      headers: { ...request.headers, ...envelopeFor(keys, request, request.caller as CallOrigin) },
    });

/** The headers of that envelope, for a way to an agency that is no `AgencyFetch`; undefined without a key. */
export function envelopeFor(
  keys: KeyRing,
  { agency, instance, url, body, timeoutMs }: CallToSign,
  { requestId, caller }: CallOrigin,
): EnvelopeHeaders | undefined {
  const key = keys.get(instance === null ? agency : `${agency}/${instance}`);
  if (!key) return undefined;
  const now = Date.now();
  // What is told of a caller is written once; only the request's own claims are added for each call.
  const claims = `${toldOf(caller).slice(0, -1)},"traceId":${JSON.stringify(requestId)},"deadline":${now + timeoutMs}}`;
  const call = { method: "POST", path: pathOf(url), body, audience: agency };
  return signEnvelope(call, claims, key, { created: Math.floor(now / 1_000), nonce: randomUUID() });
}

/** Taking an address apart costs more than looking it up. */
const paths = new WeakMap<URL, string>();

function pathOf(url: URL): string {
  const path = paths.get(url) ?? url.pathname + url.search;
  paths.set(url, path);
  return path;
}

const toldByCaller = new WeakMap<Caller, string>();
const toldOfNobody = JSON.stringify(noClaims);

/** What all agencies are told of a caller, as text: equal texts may be answered by one call. */
export function toldOf(caller: Caller | null): string {
  if (caller === null) return toldOfNobody;
  const known = toldByCaller.get(caller);
  if (known !== undefined) return known;
  const told = JSON.stringify(claimsOf(caller));
  toldByCaller.set(caller, told);
  return told;
}

/** Agencies decide rows by few scopes; which other rights somebody has is none of its business. */
function claimsOf(caller: Caller | null): typeof noClaims {
  if (caller === null) return noClaims;
  const { issuer, subject, organization, committees, scopes, purpose, memberId } = caller;
  return {
    issuer,
    subject,
    organization,
    committees,
    scopes: scopes.filter((scope) => ROW_SCOPES.includes(scope)),
    purpose,
    memberId,
  };
}
