import { readGatewayConfig } from "./config.ts";
import { startGateway } from "./server.ts";

try {
  const config = readGatewayConfig(process.argv.slice(2));
  const gateway = await startGateway(config);
  console.log(`gateway listens at ${gateway.url}`);
  console.log("gateway WITHOUT IDENTITY: whoever reaches this address may ask everything, so it is bound to loopback only.");
  const stop = () => void gateway.close().finally(() => process.exit(0));
  for (const event of ["SIGTERM", "SIGINT", "disconnect"] as const) process.once(event, stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
