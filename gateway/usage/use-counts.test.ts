import { buildSchema, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { compileRights } from "../authorization/compile-rights.ts";
import { filterOperation } from "../authorization/filter-operation.ts";
import type { Log } from "../edge/errors.ts";
import { withoutAccounts, type EntitledResult } from "../operations/accounting.ts";
import { countUses } from "./count-uses.ts";
import { useCounts } from "./use-counts.ts";
import { ownUses, type UseStore } from "./use-stores.ts";

/** Today, since days long ago are not told. */
const day = new Date().toISOString().slice(0, 10);

const persons = { inputs: new Map() } as never;

function openCounts(store: UseStore) {
  const alarms: string[] = [];
  const error = (_: unknown, message?: string) => void alarms.push(message ?? "");
  const log = { error } as Partial<Log> as Log;
  return { alarms, counts: useCounts(store, log, () => Date.parse(`${day}T23:30:00Z`)) };
}

describe("counts of uses", () => {
  it("wait while their store is away, with one alarm, and none is lost or doubled", async () => {
    const own = ownUses();
    let isAway = true;
    const add: UseStore["add"] = (uses) => (isAway ? Promise.reject(new Error("away")) : own.add(uses));
    const { alarms, counts } = openCounts({ ...own, add });
    for (const operation of ["A", "A", "B"]) {
      counts.count(["Query.gone"], operation);
      await counts.read();
    }
    expect(alarms).toEqual(["uses of what is deprecated wait here: their store does not answer"]);
    isAway = false;
    expect(await counts.read()).toEqual([
      { element: "Query.gone", operation: "A", day, uses: 2 },
      { element: "Query.gone", operation: "B", day, uses: 1 },
    ]);
    await counts[Symbol.asyncDispose]();
  });

  it("name the registered operation, and leave out what was refused", async () => {
    const { counts } = openCounts(ownUses());
    const schema = buildSchema('type Query { gone: Int @deprecated(reason: "x")  here: Int }');
    const rules = { at: new Map(), classAt: new Map(), policies: new Map() };
    const names = new Map([["{ gone }", "Dossier"]]);
    const account = countUses(counts, ({ loc }) => names.get(loc?.source.body ?? ""), withoutAccounts);
    const answer = async (text: string, result: EntitledResult) => {
      const filtered = filterOperation(compileRights(parse(text), undefined, schema, rules), null, {});
      await account({ filtered, caller: null, request: {}, persons }, async () => result);
    };
    await answer("{ gone }", { data: { gone: 1 } });
    await answer("{ gone here }", { data: { gone: null }, errors: [] });
    await answer("{ here }", { data: { here: 1 } });
    await answer("{ gone }", { errors: [] });
    expect((await counts.read()).map(({ operation, uses }) => [operation, uses])).toEqual([
      ["", 1],
      ["Dossier", 1],
    ]);
  });
});
