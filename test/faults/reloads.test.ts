import { writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { startSmallHub } from "../support/small-hub.ts";

/** A new supergraph is in force some two seconds after it is written, so 60 of them take two minutes. */
const RELOADS = Number(process.env["RELOADS"] ?? 3);
const CLIENTS = 4;
const ROSTER = "{ roster { id currentAssignment { country } homeOrganization { name } } }";
const MEMBER = "query($id: ID!) { member(id: $id) { id homeRecord { fullName } } }";

it(
  "a gateway under load takes new supergraphs without failing a request",
  async () => {
    await using hub = await startSmallHub(10_000);
    const ask = async () => JSON.stringify([await hub.ask(ROSTER), await hub.ask(MEMBER, { id: "mb_1" })]);
    const right = await ask();
    const wrong: string[] = [];
    let answers = 0;
    const over = new AbortController();
    const clients = Array.from({ length: CLIENTS }, async () => {
      for (; !over.signal.aborted; answers += 1) {
        const answer = await ask();
        if (answer !== right) wrong.push(answer);
      }
    });
    for (let reload = 1; reload <= RELOADS; reload += 1) {
      const field = `version${reload}`;
      const before = answers;
      await writeFile(hub.supergraphFile, withField(hub.supergraph, field));
      const fields = async () => JSON.stringify((await hub.ask('{ __type(name: "Query") { fields { name } } }')).data);
      await expect.poll(fields, { timeout: 30_000, interval: 100 }).toContain(`"${field}"`);
      expect(answers).toBeGreaterThan(before);
    }
    over.abort();
    await Promise.all(clients);
    expect(right).not.toContain("errors");
    expect(wrong).toEqual([]);
  },
  RELOADS * 40_000,
);

/** The same graph with one more field. */
const withField = (supergraph: string, field: string) =>
  supergraph.replace(/(\ntype Query[^{]*\{\n)/, `$1  ${field}: Int @join__field(graph: FOREIGN_MINISTRY)\n`);
