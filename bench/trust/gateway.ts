import { join } from "node:path";
import { readGatewayConfig } from "../../gateway/config.ts";
import { readKeyRing } from "../../gateway/envelope/key-ring.ts";
import { countBuffersInHeapLimit } from "../../gateway/heap-limit.ts";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { startGateway } from "../../gateway/server.ts";

/**
 * The gateway of the hub over a supergraph of the bench, with as much of trust as is measured:
 * `node gateway.ts SUPERGRAPH PORT ISSUER_FOLDER [identity] [envelope=KEYS] [audit=FOLDER]`. Rights are in the
 * supergraph. The command line alone cannot do this: it serves another supergraph to nobody in particular only.
 */
const [supergraph = "", port = "", issuerFolder = "", ...stages] = process.argv.slice(2);
const given = (name: string) => stages.find((stage) => stage.startsWith(`${name}=`))?.slice(name.length + 1);
countBuffersInHeapLimit();
const { trust } = await openLocalIssuer(issuerFolder);
const [keys, log] = [given("envelope"), given("audit")];
const gateway = await startGateway({
  ...readGatewayConfig(["--supergraph", supergraph, "--port", port, "--insecure"]),
  issuers: stages.includes("identity") ? [trust] : null,
  documents: { otherwise: "off", byOrganization: new Map() },
  envelopeKeys: keys === undefined ? new Map() : readKeyRing(keys),
  audit: log === undefined ? null : { name: "hub.bench/audit", folder: log, keysFolder: join(log, "keys") },
});
for (const event of ["SIGTERM", "SIGINT"] as const) process.once(event, () => void gateway.close());
