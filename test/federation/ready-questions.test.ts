import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Purpose } from "#contract/caller.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";

const folder = new URL("../../schema/operations/", import.meta.url);
/** These are answered where there is an audit, in `audit-through-the-graph.test.ts`. */
const OF_THE_AUDIT: ReadonlySet<string> = new Set(["audit-of-a-period.graphql", "who-looked-at-my-record.graphql"]);
const files = readdirSync(folder).filter((file) => file.endsWith(".graphql") && !OF_THE_AUDIT.has(file));

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(() => void hub.takeStatements());

describe("a ready question", () => {
  it.each(files)("%s is answered in full with its example, in at most eight statements", async (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const variables = JSON.parse(/^# variables: (.*)$/m.exec(text)?.[1] ?? "") as object;
    const { data, errors } = await hub.ask(text, variables);

    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as { readonly nodes?: readonly object[] }[];
    expect(answer?.nodes ?? [answer]).toContainEqual(expect.any(Object));
    expect(hub.takeStatements().length).toBeLessThanOrEqual(8);
  });
});

describe("a ready question asked by personas", () => {
  it.each(files)("%s is answered as written and without errors for each purpose that it names", async (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const variables = JSON.parse(/^# variables: (.*)$/m.exec(text)?.[1] ?? "") as object;
    const named = (/^# purposes: (.*)$/m.exec(text)?.[1] ?? "").split(" ") as Purpose[];
    const served = async (purpose: Purpose): Promise<boolean> => {
      const able = personas.filter(({ purposes }) => purposes.includes(purpose));
      const asked = await Promise.all(able.map(({ name }) => hub.ask(text, variables, { persona: name, purpose })));
      return asked.some(({ errors }) => errors === undefined);
    };
    const unserved = await Promise.all(named.map(async (purpose) => ((await served(purpose)) ? [] : [purpose])));
    expect(unserved.flat()).toEqual([]);
  });
});

describe("a day that does not exist", () => {
  it.each([
    ["organization-commission", `{ committees(asOf: "2026-02-30") { code } }`],
    ["foreign-ministry", `{ assignments(filter: { returningBefore: "2026-02-30" }) { totalCount } }`],
  ])("is the client's mistake and not the agency's, when %s is asked for it in the document", async (_, query) => {
    const { errors } = await hub.ask(query);
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["INPUT_MALFORMED"]);
  });

  it("is so in a variable too", async () => {
    const { errors } = await hub.ask(`query($day: CalendarDay) { committees(asOf: $day) { code } }`, {
      day: "2026-02-30",
    });
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["INPUT_MALFORMED"]);
  });
});
