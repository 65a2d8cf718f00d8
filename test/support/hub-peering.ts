import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import type { ExchangeConfig } from "#kit/exchange.ts";
import committees from "../../deploy/committees.json" with { type: "json" };
import { envelopeKeys } from "./envelope.ts";
import { identifyOffices } from "./exchange/offices.ts";

/** The parts of a test's hub that tell each other what they have done, by the names under which they do. */
const names = {
  "organization-commission": "organization-commission",
  "foreign-ministry": "foreign-ministry",
  north: "provincial-committees/north",
  centre: "provincial-committees/centre",
  south: "provincial-committees/south",
} as const;

/** Every committee with the instance that serves it. */
export const servedCommittees = Object.entries(committees).flatMap(([part, codes]) =>
  codes.map((code) => [code, part as keyof typeof committees] as const),
);

/** All processes share the key of the test file. */
export const keyRing = new Map(
  ["audit-log", ...Object.values(names)].map(
    (process) => [process, readEnvelopeKeys(envelopeKeys)[0]] as const,
  ),
);

/** How a part is reached and knows the others, before any of them runs. */
export interface HubPeering {
  readonly port: number;
  readonly peering: ExchangeConfig;
}

/** Draws a port and a key for each part that exchanges events, and introduces all of them to each other. */
export async function introduceParts(): Promise<ReadonlyMap<string, HubPeering>> {
  const { offices, peers } = await identifyOffices(Object.values(names));
  const routes = new Map<string, string>(servedCommittees.map(([code, part]) => [code, names[part]]));
  return new Map(
    Object.entries(names).map(([part, name]) => {
      const { port, key } = offices[name];
      return [part, { port, peering: { name, key, peers, routes } }];
    }),
  );
}
