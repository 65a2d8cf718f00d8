import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compose } from "../../test/support/federated/compose.ts";
import { freePort } from "../../deploy/local/port.ts";
import type { Contender } from "../gateways/field.ts";
import { composeAgencies, type BenchAgency } from "../gateways/supergraph.ts";

/** The gateway with nothing of trust, where every other stage is compared with. */
export const ENGINE_ALONE = "engine alone";

/** The gateway with all of it. */
export const WITH_AUDIT = "+ audit";

const gateway = fileURLToPath(new URL("gateway.ts", import.meta.url));

/**
 * The hub's gateway with one more of trust at each stage, in the order in which a request meets them, each a process
 * of its own over the same agencies. Settings, keys and audit log are in `folder`.
 */
export async function trustStages(agencies: readonly BenchAgency[], folder: string): Promise<readonly Contender[]> {
  const [plain, guarded] = [join(folder, "supergraph.graphql"), join(folder, "guarded.graphql")];
  await writeFile(plain, await composeAgencies(agencies));
  await writeFile(guarded, await guardedSupergraph(agencies));
  await mkdir(join(folder, "logs"), { recursive: true });
  const keys = agencies.map(({ name }) => [name, `bench:${randomBytes(32).toString("base64url")}`] as const);
  const envelope = `envelope=${JSON.stringify(Object.fromEntries(keys))}`;
  const audit = `audit=${await mkdtemp(join(folder, "logs/"))}`;
  const stage = async (name: string, supergraph: string, ...stages: readonly string[]): Promise<Contender> => {
    const port = await freePort();
    const command = [process.execPath, gateway, supergraph, String(port), folder, ...stages] as const;
    return { name, command, env: {}, port, isGateway: true, isPeer: false };
  };
  return Promise.all([
    stage(ENGINE_ALONE, plain),
    stage("+ identity", plain, "identity"),
    stage("+ rights", guarded, "identity"),
    stage("+ envelope", guarded, "identity", envelope),
    stage(WITH_AUDIT, guarded, "identity", envelope, audit),
  ]);
}

/** What is known of a person is behind a scope and written down, as in the hub's own graph. */
async function guardedSupergraph(agencies: readonly BenchAgency[]): Promise<string> {
  const guard = '@classified(as: PERSONAL) @requiresScopes(scopes: [["member:read"]])';
  const guarded = async ({ name, schemaFile }: BenchAgency) => {
    const sdl = await readFile(schemaFile, "utf8");
    return [
      name,
      sdl
        .replaceAll(/^type (HomeRecord|OverseasAssignment) \{/gm, `type $1 ${guard} {`)
        .replace(/^type Member @key\(fields: "id"\) \{/m, `type Member @key(fields: "id") @whose(by: "id") ${guard} {`)
        .replace("member(id: ID!)", "member(id: ID! @whose)"),
    ] as const;
  };
  const composed = compose(Object.fromEntries(await Promise.all(agencies.map(guarded))));
  return agencies.reduce((sdl, { name, url }) => sdl.replaceAll(`http://${name}.example`, url), composed);
}
