import { startCluster } from "../../deploy/postgres/cluster.ts";

/** A process of its own that runs a cluster in the folder of its argument, so that a test may kill it. */
const cluster = await startCluster({ folder: process.argv[2] ?? "", isDurable: true });
process.send?.(cluster.adminUrl);
process.once("SIGTERM", () => void cluster.stop().then(() => process.exit(0)));
