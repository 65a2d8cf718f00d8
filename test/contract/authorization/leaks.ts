import {
  execute,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type SelectionNode,
} from "graphql";
import type { Caller } from "#contract/caller.ts";
import { compileRights } from "../../../gateway/authorization/compile-rights.ts";
import { completeAnswer } from "../../../gateway/authorization/complete-answer.ts";
import { filterOperation } from "../../../gateway/authorization/filter-operation.ts";
import { isOpen, judge, mayGive, type Rights, type Verdict } from "./oracle.ts";
import { randomOperation } from "./random-operation.ts";
import { richAgencies, ruledGraph } from "./rich-graph.ts";

/** What one pair of document and rights showed; undefined for a document that does not validate. */
export interface Finding {
  readonly query: string;
  /** Places that were asked for although they are closed to the caller. */
  readonly leaks: readonly string[];
  readonly answer: unknown;
  readonly expectedAnswer: unknown;
  readonly paths: readonly string[];
  readonly expectedPaths: readonly string[];
}

const SCOPES = ["office", "mark", "gold", "age", "ledger", "read", "root", "trace", "label", "number", "extra"];
const POLICIES = ["yes", "maybe", "root"];

/** Policies answer what the caller's subject names: rights travel with the caller, as they must. */
const policies = new Map(
  POLICIES.map((name) => [name, ({ caller }: { caller: Caller }) => caller.subject.split(" ").includes(name)]),
);
const { schema, rules } = ruledGraph(richAgencies, policies);

/** Reads rights from a number: one bit for each scope, then policies, purpose and being known. */
function rightsOf(bits: number): Rights {
  const has = (index: number) => ((bits >> index) & 1) === 1;
  const purposeBit = SCOPES.length + POLICIES.length;
  return {
    scopes: new Set(SCOPES.filter((_, index) => has(index))),
    policies: new Set(POLICIES.filter((_, index) => has(SCOPES.length + index))),
    hasPurpose: has(purposeBit),
    // Three callers of four are known, lest most of the trial be spent on the simplest case.
    isKnown: has(purposeBit + 1) || has(purposeBit + 2),
  };
}

/** Numbers below this stand for rights. */
export const RIGHTS_COUNT = 2 ** (SCOPES.length + POLICIES.length + 3);

/** Runs the document that a tape writes for a caller, through the gateway's functions and past the oracle. */
export function tryPair(tape: readonly number[], bits: number): Finding | undefined {
  const { query, variables } = randomOperation(schema, tape);
  const document = parse(query);
  if (validate(schema, document).length > 0) return undefined;
  const rights = rightsOf(bits);
  const filtered = filterOperation(compileRights(document, undefined, schema, rules), callerWith(rights), variables);
  const asked: string[] = [];
  const result = filtered.document ? run(filtered.document, variables, { spy: spyOn(rights, asked) }) : { data: null };
  const operation = getOperationAST(document);
  if (!operation) return undefined;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const verdict = judge(document, schema, rights, coerced);
  const expected = run(verdict.document, variables, { closed: verdict });
  const isNothingLeft = getOperationAST(verdict.document)?.selectionSet.selections.every((one) => isGone(one, verdict));
  return {
    query,
    leaks: asked,
    answer: plainly(completeAnswer(filtered, (result.data ?? null) as Record<string, unknown> | null)),
    expectedAnswer: isNothingLeft ? null : plainly(expected.data),
    paths: filtered.errors.map(({ path }) => path?.join(".") ?? "").toSorted(),
    expectedPaths: [...verdict.paths].toSorted(),
  };
}

type Judged = Pick<Verdict, "denied" | "emptied">;

const isGone = (node: SelectionNode, judged: Judged): boolean =>
  node.kind === Kind.FIELD
    ? judged.denied.has(node) || judged.emptied.has(node)
    : node.kind === Kind.INLINE_FRAGMENT && node.selectionSet.selections.every((one) => isGone(one, judged));

const plainly = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

function callerWith({ isKnown, hasPurpose, scopes, policies: allowed }: Rights): Caller | null {
  if (!isKnown) return null;
  const purpose = hasPurpose ? "STATISTICS" : null;
  return {
    issuer: "https://issuer.test",
    subject: [...allowed].join(" "),
    organization: "org",
    committees: [],
    scopes: [...scopes],
    purposes: ["STATISTICS"],
    purpose,
    memberId: null,
    tokenId: "t",
    expiresAt: 0,
  };
}

interface Watch {
  readonly spy?: (owner: string, info: GraphQLResolveInfo, given: Readonly<Record<string, unknown>>) => void;
  readonly closed?: Judged;
}

/** Executes over values made up from their place, the same in every run. */
function run(document: DocumentNode, variables: Readonly<Record<string, unknown>>, watch: Watch): ExecutionResult {
  return execute({
    schema,
    document,
    variableValues: variables,
    rootValue: { seed: 7 },
    fieldResolver: (source: Source, given: Readonly<Record<string, unknown>>, _: unknown, info) => {
      watch.spy?.(info.parentType.name, info, given);
      const { closed } = watch;
      if (closed && info.fieldNodes.some((node) => closed.denied.has(node))) return null;
      if (closed && info.fieldNodes.every((node) => closed.emptied.has(node))) return null;
      return madeUp(info.returnType, mixed(source.seed, info.fieldName));
    },
    typeResolver: ({ type }: Source) => type,
  }) as ExecutionResult;
}

interface Source {
  readonly seed: number;
  readonly type?: string;
}

function madeUp(type: GraphQLOutputType, seed: number): unknown {
  if (isNonNullType(type)) return madeUp(type.ofType, seed * 2 + 1);
  // One value in five that may be absent is.
  if (seed % 10 === 4) return null;
  if (isListType(type)) {
    return Array.from({ length: seed % 3 }, (_, index) => madeUp(type.ofType, mixed(seed, String(index))));
  }
  if (isAbstractType(type)) {
    const possible = schema.getPossibleTypes(type);
    return { seed, type: possible[seed % possible.length]?.name };
  }
  if (isObjectType(type)) return { seed, type: type.name };
  return type.name === "Badge" ? "RED" : `${type.name} ${seed}`;
}

const mixed = (seed: number, text: string) =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 99_991, seed % 99_991);

/** Notes every closed place that a resolver is asked for: type, field, answered type, arguments and their values. */
function spyOn(rights: Rights, closed: string[]) {
  return (owner: string, { fieldName, parentType, returnType }: GraphQLResolveInfo, given: object) => {
    const at = `${owner}.${fieldName}`;
    const places = [owner, at, getNamedType(returnType).name, ...Object.keys(given).map((name) => `${at}(${name}:)`)];
    closed.push(...places.filter((place) => !isOpen(place, rights)));
    const { args = [] } = parentType.getFields()[fieldName] ?? {};
    for (const [name, value] of Object.entries(given)) {
      const type = args.find((argument) => argument.name === name)?.type;
      if (type && !mayGive(type, value, rights)) closed.push(`${at}(${name}: ${JSON.stringify(value)})`);
    }
  };
}
