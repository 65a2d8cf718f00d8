import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openTrial } from "../../deploy/local/trial.ts";
import { readGatewayConfig } from "../../gateway/config.ts";
import { startGateway } from "../../gateway/server.ts";

/** Kept between test runs, because a page is built into it. */
const cache = fileURLToPath(new URL("../../node_modules/.cache/inter-agency-hub", import.meta.url));

/** A gateway as `npm start` starts it, whose agencies are all away. */
export interface TrialGateway extends AsyncDisposable {
  readonly url: string;
  readonly tokensFolder: string;
}

/** Starts it on a free port. With `isTrial` false the same issuer is trusted as in production, without personas. */
export async function startTrialGateway({ isTrial = true } = {}): Promise<TrialGateway> {
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
    ...(isTrial && { GATEWAY_TRIAL_TOKENS: trial.tokensFolder }),
    AUDIT_FOLDER: join(folder.path, "audit"),
    AUDIT_KEYS_FOLDER: join(folder.path, "audit-keys"),
    GATEWAY_LOG_LEVEL: "silent",
  });
  const { url } = stack.use(await startGateway(config));
  const started = stack.move();
  return { url, tokensFolder: trial.tokensFolder, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
