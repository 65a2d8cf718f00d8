import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { getNamedType, isObjectType, isUnionType, parse, type GraphQLField } from "graphql";
import type { Kysely } from "kysely";
import type { TestCaller } from "../../support/envelope.ts";
import type { RunningInstance } from "./running-instance.ts";

const sdl = new URL("../../../schema/subgraphs/provincial-committees.graphql", import.meta.url);
const schema = buildSubgraphSchema([{ typeDefs: parse(readFileSync(sdl, "utf8")) }]);

/** What became of an act, whichever it was. */
export interface Result {
  readonly __typename: string;
  readonly application?: Case;
  readonly transfer?: Case;
  readonly arrival?: Case;
  readonly member?: { readonly id: string };
  readonly letter?: { readonly id: string };
  readonly list?: { readonly id: string; readonly transfers: readonly { readonly id: string }[] };
  readonly pendingDeliveries?: readonly { readonly target: string; readonly eventCount: number }[];
  readonly code?: string;
  readonly guard?: string;
  readonly field?: string;
  readonly legalBasisCode?: string;
  readonly nextAct?: string | null;
  readonly currentVersion?: number;
  readonly currentState?: string;
}

interface Case {
  readonly id: string;
  readonly state: string;
  readonly version: number;
}

/** A clerk of committees, who acts for the bodies below the first of them. */
export const clerkOf = (...committees: string[]): TestCaller => ({
  organization: committees[0] ?? "",
  subject: "a clerk",
  committees,
  scopes: ["member:read"],
  purpose: "ACTIVITY_TRANSFER",
});

/** Somebody of one organization of PTC-01. */
export const officerOf = (organization: string): TestCaller => ({ ...clerkOf("PTC-01"), organization });

/** Sends an act under a key of its own, unless the input has one. */
export async function act(
  instance: Pick<RunningInstance, "ask">,
  name: string,
  input: object,
  caller: TestCaller = clerkOf("PTC-01"),
): Promise<Result> {
  const field = schema.getMutationType()?.getFields()[name];
  if (!field) throw new Error(`There is no act ${name}.`);
  const query = `mutation ($input: ${field.args[0]?.type}) { result: ${name}(input: $input) { ${selectionOf(field)} } }`;
  const whole = { committee: "PTC-01", idempotencyKey: randomUUID(), ...input };
  const { data, errors } = await instance.ask<{ result: Result }>(query, { input: whole }, caller);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.result;
}

/** The mutation of an act of a lifecycle: `issueTransferLetter` for `ISSUE_TRANSFER_LETTER`. */
export const nameOf = (name: string) => name.toLowerCase().replace(/_[a-z]/g, (part) => part.slice(1).toUpperCase());

interface Outbox {
  outbox_event: { id: string; subject: string; target: string; kind: string; position: number };
  outbox_body: { id: string; body: string };
}

/** What waits in the outbox about a subject, in order. */
export async function eventsAbout({ db }: RunningInstance, subject: string) {
  const rows = await (db as unknown as Kysely<Outbox>)
    .selectFrom("outbox_event")
    .innerJoin("outbox_body", "outbox_body.id", "outbox_event.id")
    .select(["target", "kind", "body"])
    .where("subject", "=", subject)
    .orderBy("position")
    .execute();
  return rows.map(({ target, kind, body }) => ({ target, kind, body: JSON.parse(body) as Record<string, unknown> }));
}

const WITHIN: Readonly<Record<string, string>> = {
  application: "{ id state version }",
  transfer: "{ id state version }",
  arrival: "{ id state version }",
  member: `{ id homeRecord { isTransferHeld transferHoldVersion
    transferHold { organization { id } heldOn legalBasisCode } } }`,
  letter: "{ id }",
  list: "{ id transfers { id state } }",
  pendingDeliveries: "{ target eventCount }",
};

/** Every plain field of every type that the result may be. */
function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const union = getNamedType(field.type);
  if (!isUnionType(union)) throw new Error(`${field.name} does not answer a union.`);
  const parts = union.getTypes().map((type) => {
    if (!isObjectType(type)) return "";
    const fields = Object.keys(type.getFields()).map((name) => `${name} ${WITHIN[name] ?? ""}`);
    return `... on ${type.name} { ${fields.join(" ")} }`;
  });
  return `__typename ${parts.join(" ")}`;
}
