import type { AgencyRoute } from "../agencies.ts";
import type { Log } from "../edge/errors.ts";
import type { KeyRing } from "../envelope/key-ring.ts";
import { agencyDataSource, type DataSource } from "./agency-data-source.ts";
import { openAgencyInstance, type AgencyInstance } from "./agency-instance.ts";
import { shardedDataSource } from "./sharded-data-source.ts";
import { readShards, type Shards } from "./shards.ts";

/** What data sources need to know of the world. */
export interface DataSourcesOptions {
  /** How to reach agencies; one that is not named answers at the address in the supergraph. */
  readonly agencies: Readonly<Record<string, AgencyRoute>>;
  readonly timeoutMsOf: (agency: string) => number;
  /** Keys by which agencies know the hub; an agency without one is called unsigned. */
  readonly keys: KeyRing;
  readonly log: Log;
}

/** The ways to all agencies of a graph. */
export interface DataSources {
  /** The data source of an agency, as the supergraph names it. @throws when neither side knows its address */
  readonly sourceOf: (service: { readonly name: string; readonly url?: string | undefined }) => DataSource;
  /**
   * Reads from a supergraph by what instances are chosen; what it answers puts that in force.
   * @throws when an agency of several instances has a type or field without `@shard`
   */
  readonly prepare: (supergraph: string) => () => void;
  readonly close: () => Promise<void>;
}

/** Opens nothing yet: connections are made when first needed and kept per address. */
export function openDataSources({ agencies, timeoutMsOf, keys, log }: DataSourcesOptions): DataSources {
  const instances = new Map<string, AgencyInstance>();
  const instanceAt = (agency: string, url: string, name: string | null) => {
    const id = `${agency} ${url}`;
    const open = () => openAgencyInstance({ agency, url, timeoutMs: timeoutMsOf(agency), instance: name, keys, log });
    const instance = instances.get(id) ?? open();
    instances.set(id, instance);
    return instance;
  };
  const sharded = Object.entries(agencies).flatMap(([name, route]) => ("url" in route ? [] : [name]));
  let shards: ReadonlyMap<string, Shards> = new Map();

  const sourceOf: DataSources["sourceOf"] = ({ name, url = "" }) => {
    const route = agencies[name] ?? { url };
    if ("url" in route && !URL.canParse(route.url)) throw new Error(`Nothing says at which address ${name} answers.`);
    if ("url" in route) return agencyDataSource(instanceAt(name, route.url, null));
    const serving = Object.entries(route.routes).map(
      ([committee, instance]) => [committee, instanceAt(name, route.instances[instance] ?? "", instance)] as const,
    );
    const instanceByCommittee = new Map(serving);
    return shardedDataSource({
      agency: name,
      instanceOf: (committee) => instanceByCommittee.get(committee),
      shards: () => shards.get(name) as Shards,
    });
  };
  const prepare = (supergraph: string) => {
    const next = new Map(sharded.map((name) => [name, readShards(supergraph, name)]));
    return () => void (shards = next);
  };
  const close = async () => void (await Promise.all([...instances.values()].map((instance) => instance.close())));
  return { sourceOf, prepare, close };
}
