import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { composeAgencies, type BenchAgency } from "./supergraph.ts";

/** A gateway of the field: how its process is started. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Whether it answers GraphQL; the floor does not. */
  readonly isGateway: boolean;
  /** Whether it comes from `bench/peers`. */
  readonly isPeer: boolean;
}

/** The contender that everybody knows. */
export const STOCK = "apollo";

/** The fastest contender that was not written here. */
export const GRAFBASE = "grafbase";

const FLOOR = "floor";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const installed = (path: string) => here(`../peers/node_modules/${path}`);

/**
 * All contenders over the same agencies, each at a port of its own. Their settings are written into `folder`.
 * `hub` is a checkout of this repository: the one whose gateway is measured.
 */
export async function contenders(
  agencies: readonly BenchAgency[],
  folder: string,
  hub: string,
  freePort: () => Promise<number>,
): Promise<readonly Contender[]> {
  const supergraph = join(folder, "supergraph.graphql");
  await writeFile(supergraph, await composeAgencies(agencies));
  const grafbase = join(folder, "grafbase.toml");
  await writeFile(grafbase, grafbaseSettings(agencies));
  const node = process.execPath;
  const gateway = join(hub, "gateway/main.ts");
  const hubCommand = (port: string) =>
    [node, gateway, "--supergraph", supergraph, "--port", port, "--insecure"] as const;
  const contender = async (
    name: string,
    command: (port: string) => readonly [string, ...string[]],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Contender> => {
    const port = await freePort();
    const [program, ...args] = command(String(port));
    const isPeer = [program, ...args].some((word) => word.startsWith(here("../peers/")));
    return { name, command: [program, ...args], env, port, isGateway: name !== FLOOR, isPeer };
  };
  return Promise.all([
    contender(FLOOR, (port) => [node, here("floor.ts"), port, ...agencies.map(({ url }) => url)]),
    contender("hub", hubCommand),
    contender("hub-reference", hubCommand, { HUB_ENGINE: "reference" }),
    contender(STOCK, (port) => [node, here("../peers/stock-apollo.mjs"), supergraph, port]),
    contender("hive", (port) => {
      const config = here("../peers/hive.config.mjs");
      return [node, installed(".bin/hive-gateway"), "supergraph", supergraph, "-p", port, "-c", config];
    }),
    contender("mercurius", (port) => {
      return [node, here("../peers/mercurius.mjs"), port, ...agencies.map(({ name, url }) => `${name}=${url}`)];
    }),
    contender(GRAFBASE, (port) => {
      const address = `127.0.0.1:${port}`;
      return [installed(GRAFBASE_BINARY), "--home", folder, "dev", "-c", grafbase, "--listen-address", address];
    }),
  ]);
}

/** What is missing of a contender: a package that is not made for this machine, say; undefined when it can run. */
export const missingFile = ({ command }: Contender): string | undefined =>
  command.slice(0, 2).find((file) => file.startsWith("/") && !existsSync(file));

const GRAFBASE_BINARY = "@grafbase/cli-x86_64-unknown-linux-musl/grafbase";

const grafbaseSettings = (agencies: readonly BenchAgency[]) =>
  agencies
    .map(({ name, url, schemaFile }) => `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${schemaFile}"\n`)
    .join("\n");
