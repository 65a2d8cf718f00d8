import { readGatewayConfig } from "./config.ts";
import { countBuffersInHeapLimit } from "./heap-limit.ts";
import { startGateway } from "./server.ts";

try {
  countBuffersInHeapLimit();
  const config = readGatewayConfig(process.argv.slice(2));
  const gateway = await startGateway(config);
  const reason = config.issuers ? "" : ", on this machine only, because it does not ask who is calling";
  console.log(`gateway listens at ${gateway.url}${reason}`);
  if (config.isInsecure)
    console.warn("\n  INSECURE: no identity, no rights. Whoever reaches this address may ask everything.\n");
  const stop = () => void gateway.close().finally(() => process.exit(0));
  for (const event of ["SIGTERM", "SIGINT", "disconnect"] as const) process.once(event, stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
