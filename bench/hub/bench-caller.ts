import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REGISTRAR } from "#contract/reach.ts";
import committees from "../../deploy/committees.json" with { type: "json" };
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";

/** Who asks in the bench. */
export interface BenchCaller {
  /** The issuers that the hub must trust, as `GATEWAY_ISSUERS` names them. */
  readonly issuersFile: string;
  /** By which the hub knows the caller and what for. */
  readonly headers: Readonly<Record<string, string>>;
}

const PURPOSE = "OVERSEAS_MANAGEMENT";

/** A caller who may see all that the bench asks for, which no persona may, with an issuer of its own in `folder`. */
export async function benchCaller(folder: string): Promise<BenchCaller> {
  await mkdir(folder, { recursive: true });
  const { trust, tokenFor } = await openLocalIssuer(folder);
  const everyCommittee = Object.values(committees).flat();
  const issuersFile = join(folder, "issuers.json");
  const grants = { ...trust.grants, committees: everyCommittee };
  await writeFile(issuersFile, JSON.stringify([{ ...trust, grants }]));
  const token = await tokenFor({
    name: "bench",
    title: { en: "Bench", vi: "Phép đo" },
    organization: REGISTRAR,
    committees: everyCommittee,
    scopes: [...new Set(personas.flatMap(({ scopes }) => scopes))],
    purposes: [PURPOSE],
    memberId: null,
  });
  return { issuersFile, headers: { authorization: `Bearer ${token}`, "x-purpose": PURPOSE } };
}
