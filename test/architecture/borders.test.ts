import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { crossings } from "./borders.ts";

const repository = new URL("../..", import.meta.url).pathname;

describe("the borders between folders", () => {
  it("are crossed nowhere, and the check looked at the whole tree", async () => {
    const { modules, crossed, missing } = await crossings(repository);
    expect({ crossed, missing }).toEqual({ crossed: [], missing: [] });
    expect(modules).toBeGreaterThan(50);
  });

  it.each([
    ["the contract needs nothing but Node", "schema/contract/a.ts", "subgraphs/kit/b.ts"],
    ["schema knows no process", "schema/a.ts", "gateway/b.ts"],
    ["the kit knows no agency", "subgraphs/kit/a.ts", "subgraphs/foreign-ministry/b.ts"],
    [
      "foreign-ministry knows no other agency",
      "subgraphs/foreign-ministry/a.ts",
      "subgraphs/organization-commission/b.ts",
    ],
    ["the gateway knows no agency", "gateway/a.ts", "subgraphs/kit/b.ts"],
    ["nothing imports tests or benchmarks", "gateway/a.ts", "test/support/b.ts"],
    ["no import goes in a circle", "gateway/a.ts", "gateway/a.ts"],
  ])("report a crossing: %s", async (rule, from, to) => {
    const tree = await fixtureTree(from, to);
    const { crossed } = await crossings(tree);
    expect(crossed).toContain(`${rule}: ${from} -> ${to}`);
  });

  it("report a database in the gateway's request path", async () => {
    const tree = await fixtureTree("gateway/a.ts", "node_modules/pg/index.js");
    const { crossed } = await crossings(tree);
    expect(crossed).toContain(
      "the gateway knows no database but the one that counts budgets and uses: gateway/a.ts -> node_modules/pg/index.js",
    );
  });

  it("report a development package in a process of production, however far away, and none beside it", async () => {
    const tree = await fixtureTree("gateway/main.ts", "gateway/b.ts");
    await writeFile(join(tree, "package.json"), '{ "dependencies": { "a": "1" }, "devDependencies": { "d": "1" } }');
    for (const name of ["a", "d"]) {
      await mkdir(join(tree, "node_modules", name), { recursive: true });
      await writeFile(join(tree, "node_modules", name, "index.js"), "");
    }
    await writeFile(join(tree, "gateway/b.ts"), 'import "a";\nimport "d";\nexport const b = 1;\n');
    await writeFile(join(tree, "gateway/tool.ts"), 'import "d";\n');
    expect((await crossings(tree)).missing).toEqual(["gateway/b.ts -> node_modules/d/index.js"]);
  });

  it("report an Elastic-2.0 package outside gateway and schema", async () => {
    const tree = await fixtureTree("deploy/a.ts", "node_modules/@apollo/gateway/index.js");
    const { crossed } = await crossings(tree);
    expect(crossed).toContain(
      "Elastic-2.0 packages stay in gateway and schema: deploy/a.ts -> node_modules/@apollo/gateway/index.js",
    );
  });
});

const trees: string[] = [];
afterAll(() => Promise.all(trees.map((tree) => rm(tree, { recursive: true }))));

/** A small tree in which one file imports another. */
async function fixtureTree(from: string, to: string): Promise<string> {
  const tree = await mkdtemp(join(tmpdir(), "borders-"));
  trees.push(tree);
  for (const folder of ["gateway", "subgraphs", "schema", "deploy", "test", "bench"]) await mkdir(join(tree, folder));
  const up = "../".repeat(from.split("/").length - 1);
  for (const [file, text] of [
    [to, "export const b = 1;\n"],
    [from, `import "${up}${to}";\n`],
  ] as const) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), text);
  }
  return tree;
}
