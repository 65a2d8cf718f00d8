import { seedNation } from "../../deploy/synthetic/seed-nation.ts";
import { createLoadedDatabases, type TestDatabase } from "./database.ts";

/** The key of the member index in tests. */
export const INDEX_KEY = "a key for tests that protects nobody";

/** The databases that hold people. */
type SeededPart = "organization-commission" | "foreign-ministry" | "north" | "centre" | "south";

/**
 * A database for each part of the hub, given with the agency whose tables it has; in those of people a nation of
 * 1,000 members, the same at every start.
 */
export function createSeededDatabases<Part extends string>(
  agencyOf: Readonly<Record<Part | SeededPart, string>>,
): Promise<ReadonlyMap<Part | SeededPart, TestDatabase>> {
  const migrations = new Map(
    (Object.keys(agencyOf) as (Part | SeededPart)[]).map((part) => [
      part,
      new URL(`../../subgraphs/${agencyOf[part]}/migrations/`, import.meta.url),
    ]),
  );
  return createLoadedDatabases("nation", migrations, async (databases) => {
    const urlOf = (part: SeededPart) => databases.get(part)?.migratorUrl ?? "";
    await seedNation({
      members: 1_000,
      departures: 300,
      seed: 1,
      indexKey: INDEX_KEY,
      progress: () => undefined,
      databases: {
        organizationCommission: urlOf("organization-commission"),
        foreignMinistry: urlOf("foreign-ministry"),
        provincialCommittees: { north: urlOf("north"), centre: urlOf("centre"), south: urlOf("south") },
      },
    });
  });
}
