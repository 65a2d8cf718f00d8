import { graphql } from "graphql";
import { reachOf } from "#contract/reach.ts";
import { openAgencyDatabase, openDatabase } from "#kit/database.ts";
import { agencySchema } from "#kit/schema.ts";
import { createContext } from "../../../subgraphs/organization-commission/context.ts";
import { resolvers } from "../../../subgraphs/organization-commission/resolvers.ts";
import type { OrganizationCommissionTables } from "../../../subgraphs/organization-commission/tables.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { everybodysOfficer, type TestCaller } from "../../support/envelope.ts";
import { indexKey, members, organizations } from "./rows.ts";

const schema = agencySchema(
  new URL("../../../schema/subgraphs/organization-commission.graphql", import.meta.url),
  resolvers,
);

/** The day on which the tests ask: after the renaming of Đồng Nai. */
const today = "2026-06-30";

/** The agency's schema over a real database with a few synthetic rows. */
export interface Registry extends AsyncDisposable {
  readonly database: TestDatabase;
  /**
   * Each question is a request of its own, of someone who reaches every row unless another caller is given, with
   * loaders of its own; values of plain JSON, as a client sees them.
   */
  readonly ask: <Data = Readonly<Record<string, unknown>>>(
    source: string,
    variables?: Readonly<Record<string, unknown>>,
    on?: string,
    caller?: TestCaller,
  ) => Promise<Answer<Data>>;
  /** The statements sent since it was last called. */
  readonly takeStatements: () => readonly string[];
}

interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code?: string } }[];
}

/** A registry with the rows of `rows.ts`, read as the service role. */
export async function openRegistry(): Promise<Registry> {
  const database = await createDatabase({
    migrations: new URL("../../../subgraphs/organization-commission/migrations/", import.meta.url),
  });
  const owner = openDatabase<OrganizationCommissionTables>({ url: database.adminUrl, poolSize: 1 });
  await owner.insertInto("party_organization").values(organizations).execute();
  await owner.insertInto("member_index").values(members).execute();
  await owner.destroy();

  const statements: string[] = [];
  const db = openAgencyDatabase<OrganizationCommissionTables>({
    url: database.url,
    poolSize: 4,
    onStatement: (sql) => void statements.push(sql),
  });
  return {
    database,
    ask: async (source, variableValues = {}, on = today, caller = {}) => {
      const reach = reachOf({ ...everybodysOfficer, ...caller });
      const contextValue = createContext(db.within(reach), indexKey, on);
      return JSON.parse(JSON.stringify(await graphql({ schema, source, variableValues, contextValue })));
    },
    takeStatements: () => statements.splice(0),
    [Symbol.asyncDispose]: async () => {
      await db.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
