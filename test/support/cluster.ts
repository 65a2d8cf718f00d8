import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startCluster } from "../../deploy/postgres/cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser connection to the run's PostgreSQL; tests get databases of their own from `database.ts`. */
    readonly postgresAdminUrl: string;
  }
}

/** One real PostgreSQL for the whole run, without waiting for the disk; vitest calls this before the first test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "hub-test-postgres-"));
  const cluster = await startCluster({ folder, isDurable: false });
  project.provide("postgresAdminUrl", cluster.adminUrl);
  return async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}
