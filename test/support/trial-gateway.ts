import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Purpose } from "#contract/caller.ts";
import { openTrial } from "../../deploy/local/trial.ts";
import { readGatewayConfig } from "../../gateway/config.ts";
import { startGateway } from "../../gateway/server.ts";

/** Kept between test runs, because a page is built into it. */
const cache = fileURLToPath(new URL("../../node_modules/.cache/inter-agency-hub", import.meta.url));

/** A gateway as `npm start` starts it, whose agencies are all away. */
export interface TrialGateway extends AsyncDisposable {
  readonly url: string;
  readonly tokensFolder: string;
  /** By which it knows a persona and what for. */
  readonly headersOf: (persona: string, purpose?: Purpose) => Promise<Readonly<Record<string, string>>>;
}

/** How it may differ from the gateway of `npm start`. */
export interface TrialGatewayOptions {
  /** False trusts the same issuer as in production, without offering personas. */
  readonly isTrial?: boolean;
  /** As `GATEWAY_DOCUMENTS` has it; in a trial `log`, else as in production. */
  readonly documents?: string;
}

/** Starts it on a free port. */
export async function startTrialGateway({ isTrial = true, documents }: TrialGatewayOptions = {}) {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), "trial-gateway-")));
  const trial = stack.use(await openTrial(folder.path, console.error));
  const agencies = join(folder.path, "agencies.json");
  await writeFile(agencies, "{}");
  const config = readGatewayConfig([], {
    HUB_PORT: "0",
    HUB_DATA_DIR: cache,
    GATEWAY_AGENCIES: agencies,
    GATEWAY_ISSUERS: trial.issuersFile,
    GATEWAY_DOCUMENTS: documents ?? (isTrial ? "log" : ""),
    ...(isTrial && { GATEWAY_TRIAL_TOKENS: trial.tokensFolder }),
    AUDIT_FOLDER: join(folder.path, "audit"),
    AUDIT_KEYS_FOLDER: join(folder.path, "audit-keys"),
    GATEWAY_LOG_LEVEL: "silent",
  });
  const { url } = stack.use(await startGateway(config));
  const started = stack.move();
  const gateway: TrialGateway = {
    url,
    tokensFolder: trial.tokensFolder,
    headersOf: async (persona, purpose) => {
      const token = (await readFile(join(trial.tokensFolder, persona), "utf8")).trim();
      return { authorization: `Bearer ${token}`, ...(purpose && { "x-purpose": purpose }) };
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
  return gateway;
}
