import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Caller } from "#contract/caller.ts";
import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { parse } from "graphql";
import { openAuditLog, type AuditLog } from "../../gateway/audit/audit-log.ts";
import { loadRules } from "../../gateway/authorization/load-rules.ts";
import { signCalls, toldOf, type CallOrigin } from "../../gateway/envelope/sign-calls.ts";
import { createEngine, type Engine } from "../../gateway/execution/engine.ts";
import type { AgencyFetch } from "../../gateway/execution/fetch/agency-fetch.ts";
import { openIdentity, type Identity } from "../../gateway/identity/identity.ts";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { withoutAccounts, type Accounting } from "../../gateway/operations/accounting.ts";
import { auditAccesses } from "../../gateway/operations/audited-operations.ts";
import { entitledOperation, type EntitledOperation } from "../../gateway/operations/entitled-operations.ts";
import { loadSupergraph } from "../../gateway/planning/supergraph.ts";
import type { Ask, GatewaySetup } from "../engine/gateways.ts";

/** The engine with one more of the trust stages at each level, cheapest stage of the request path first. */
export interface Levels extends AsyncDisposable {
  readonly asks: readonly (readonly [name: string, ask: Ask])[];
  /** Calls to agencies so far, of all levels together. */
  readonly calls: () => number;
}

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };

/** Opens all levels over the same agencies; tokens, keys and log lie in a folder. */
export async function openLevels(setup: GatewaySetup, folder: string): Promise<Levels> {
  await using stack = new AsyncDisposableStack();
  const identify = await identifier(folder, stack);
  const audit = stack.use(
    await openAuditLog({
      name: "hub.bench/audit",
      folder: join(folder, "log"),
      keysFolder: join(folder, "keys"),
      log: console.error,
    }),
  );
  const [plain, signed] = [await startEngine(setup, false, stack), await startEngine(setup, true, stack)];
  const bare = new Map(Object.entries(setup.operations).map(([shape, text]) => [shape, plain.prepare(parse(text))]));
  const caller = await identify();
  const ofCaller = { caller: originOf(caller) };
  const engineAlone: Ask = async (shape, variables) => {
    return textOf(await of(bare, shape).respond({ ...ofCaller, variables }));
  };
  const withIdentity: Ask = async (shape, variables) => {
    const caller = await identify();
    return textOf(await of(bare, shape).respond({ caller: originOf(caller), variables }));
  };
  const entitled = (engine: Engine, account: Accounting): Ask => {
    const operations = entitledOperations(setup, engine, account);
    return async (shape, variables) => {
      const caller = await identify();
      return textOf(await of(operations, shape).respond(caller, { caller: originOf(caller), variables }));
    };
  };
  const opened = stack.move();
  return {
    asks: [
      ["engine alone", engineAlone],
      ["+ identity", withIdentity],
      ["+ rights", entitled(plain, withoutAccounts)],
      ["+ envelope", entitled(signed, withoutAccounts)],
      ["+ audit", entitled(signed, accounts(audit))],
    ],
    calls: () => calls,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const accounts = (audit: AuditLog) => auditAccesses(audit, () => true);

/** A bearer token that was verified before, as in all but a caller's first request. */
async function identifier(folder: string, stack: AsyncDisposableStack): Promise<() => Promise<Caller>> {
  const issuer = await openLocalIssuer(folder);
  const identity: Identity = await openIdentity({ issuers: [issuer.trust], revocationsFile: null, log });
  stack.defer(() => identity.close());
  const officer = personas.find(({ name }) => name === "foreign-ministry-officer");
  if (!officer) throw new Error("There is no such persona.");
  const token = await issuer.tokenFor(officer);
  const headers = ["authorization", `Bearer ${token}`, "x-purpose", "OVERSEAS_MANAGEMENT"];
  return () => identity.identify(headers);
}

async function startEngine(
  { supergraphSdl, urls }: GatewaySetup,
  isSigned: boolean,
  stack: AsyncDisposableStack,
): Promise<Engine> {
  const key = readEnvelopeKeys(`bench:${randomBytes(32).toString("base64url")}`)[0];
  const keys = new Map(Object.keys(urls).map((agency) => [agency, key] as const));
  const engine = createEngine({
    supergraphSdl,
    agencies: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }])),
    envelopeOf: (origin) => toldOf((origin as CallOrigin).caller),
    wrapFetch: (fetch) => (isSigned ? signCalls(keys)(counted(fetch)) : counted(fetch)),
  });
  await engine.load();
  stack.defer(() => engine.stop());
  return engine;
}

let calls = 0;

const counted =
  (fetch: AgencyFetch): AgencyFetch =>
  (request) => {
    calls += 1;
    return fetch(request);
  };

function entitledOperations(
  { supergraphSdl, operations }: GatewaySetup,
  engine: Engine,
  account: Accounting,
): ReadonlyMap<string, EntitledOperation> {
  const { apiSchema: schema, persons } = loadSupergraph(supergraphSdl);
  const graph = { schema, rules: loadRules(supergraphSdl, schema), persons };
  return new Map(
    Object.entries(operations).map(([shape, text]) => {
      return [shape, entitledOperation(parse(text), null, graph, engine, account)];
    }),
  );
}

/** What was prepared for a shape. */
function of<Prepared>(prepared: ReadonlyMap<string, Prepared>, shape: string): Prepared {
  const found = prepared.get(shape);
  if (found === undefined) throw new Error(`There is no operation ${shape}.`);
  return found;
}

let requests = 0;
const originOf = (caller: Caller) => ({ requestId: `bench-${++requests}`, address: "127.0.0.1", caller });

const textOf = (answer: Buffer | object) => (Buffer.isBuffer(answer) ? answer : JSON.stringify(answer));
