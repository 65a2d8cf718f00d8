import { Query, type PoolClient, type QueryConfig, type QueryResult } from "pg";
import type { Reach } from "#contract/reach.ts";

/** A reach in the form of the settings that row policies read: `''` for what opens nothing. */
export type ReachSettings = readonly [
  committees: string,
  memberId: string,
  organization: string,
  isRegistrar: string,
  isAuditor: string,
  pseudonyms: string,
];

/** A reach as settings. */
export const reachSettings = (reach: Reach): ReachSettings => [
  textArray(reach.committees),
  reach.memberId ?? "",
  reach.organization ?? "",
  reach.isRegistrar ? "true" : "",
  reach.isAuditor ? "true" : "",
  textArray(reach.pseudonyms ?? []),
];

const textArray = (texts: readonly string[]) =>
  texts.length === 0 ? "" : `{${texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;

/** States a reach until the end of the transaction, and so not at all beyond the statement that follows. */
export const REACH_STATEMENT = {
  name: "reach",
  text: `select set_config('app.committees', $1, true), set_config('app.member_id', $2, true),
    set_config('app.organization', $3, true), set_config('app.is_registrar', $4, true),
    set_config('app.is_auditor', $5, true), set_config('app.pseudonyms', $6, true)`,
} as const;

/**
 * Sends a statement with the reach under which it runs, in one message. Until the end of the message the server holds
 * both in one transaction, which then ends whatever happened: there is no moment at which a connection has a reach and
 * waits. `REACH_STATEMENT` must have been prepared on the connection.
 */
export const queryAs = (client: PoolClient, settings: ReachSettings, statement: QueryConfig): Promise<QueryResult> =>
  new Promise((resolve, reject) => {
    const settle = (error: Error | null, result: QueryResult) => (error ? reject(error) : resolve(result));
    client.query(new QueryWithin(statement, settings, settle));
  });

/** What the driver's own queries do on the wire; its types do not say so, but cursors are built on the same methods. */
interface WireQuery {
  prepare(connection: WireConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: WireConnection): void;
  submit(connection: unknown): void;
}

interface WireConnection {
  bind(config: { statement: string; values: readonly string[] }): void;
  execute(config: object): void;
}

type Callback = (error: Error | null, result: QueryResult) => void;

const BaseQuery = Query as unknown as new (config: QueryConfig, values: undefined, callback: Callback) => WireQuery;

class QueryWithin extends BaseQuery {
  readonly #settings: ReachSettings;
  #isStated = false;

  constructor(statement: QueryConfig, settings: ReachSettings, callback: Callback) {
    super(statement, undefined, callback);
    this.#settings = settings;
  }

  /** Always in the extended protocol, in which messages wait for each other. */
  requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: WireConnection): void {
    connection.bind({ statement: REACH_STATEMENT.name, values: this.#settings });
    connection.execute({});
    super.prepare(connection);
  }

  /** The first row and the first completion are those of the reach. */
  override handleDataRow(message: unknown): void {
    if (this.#isStated) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: WireConnection): void {
    if (this.#isStated) super.handleCommandComplete(message, connection);
    this.#isStated = true;
  }
}
