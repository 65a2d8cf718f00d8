/** Where an agency is: one process, or one per group of committees. */
export type AgencyAddress = SingleAddress | ShardedAddress;

interface SingleAddress {
  readonly url: string;
  /** Milliseconds one call may take; the contract's limit when absent. */
  readonly timeoutMs?: number;
}

interface ShardedAddress {
  /** URL by name of instance. */
  readonly instances: Readonly<Record<string, string>>;
  /** Name of instance by committee code. */
  readonly routes: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** One process that can be called. */
export interface Endpoint {
  readonly instance: string | null;
  readonly url: URL;
  readonly timeoutMs: number | undefined;
}

/** An agency as calls see it. */
export interface Agency {
  readonly name: string;
  readonly isSharded: boolean;
  /** The process that serves a committee; null when none does. An agency with one process serves all. */
  readonly endpointFor: (committee: unknown) => Endpoint | null;
  /** Any process, for what belongs to no committee. */
  readonly anyEndpoint: Endpoint;
}

/**
 * @throws when an address is not a URL, when there is no instance, or when a route names an instance that is not
 * there.
 */
export function openAgency(name: string, address: AgencyAddress): Agency {
  const { timeoutMs } = address;
  if (!("instances" in address)) {
    const endpoint: Endpoint = { instance: null, url: new URL(address.url), timeoutMs };
    return { name, isSharded: false, endpointFor: () => endpoint, anyEndpoint: endpoint };
  }
  const endpoints = new Map(
    Object.entries(address.instances).map(([instance, url]): [string, Endpoint] => [
      instance,
      { instance, url: new URL(url), timeoutMs },
    ]),
  );
  const routes = new Map(
    Object.entries(address.routes).map(([committee, instance]) => {
      const endpoint = endpoints.get(instance);
      if (!endpoint)
        throw new Error(`The route of ${committee} names instance "${instance}", which ${name} does not have.`);
      return [committee, endpoint];
    }),
  );
  const [anyEndpoint] = endpoints.values();
  if (!anyEndpoint) throw new Error(`${name} has no instance.`);
  return { name, isSharded: true, endpointFor: (committee) => routes.get(String(committee)) ?? null, anyEndpoint };
}
