import { readFileSync, readdirSync } from "node:fs";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { changesFeed, changesPage, chaptersOf } from "./changes-page.ts";
import { brokenOperations, changesBetween } from "./changes.ts";
import { currentSchema, readReleases } from "./releases.ts";

const today = new Date().toISOString().slice(0, 10);
const ending = (until: string) => `@deprecated(reason: "Since 2026-01-01, served until ${until}: use b.")`;
const before = (until: string) => buildSchema(`type Query { a: Int ${ending(until)} b: Int c(d: Int): Int }`);
const after = buildSchema(`type Query { b: Int c(d: Int, e: Int = 1): Int f: Int }`);

describe("changes of a graph", () => {
  it("are told apart by what they do to clients, the worst first", async () => {
    const changes = await changesBetween(before("2026-08-01"), after, "2026-09-01");
    expect(changes.map(({ level, coordinate }) => [level, coordinate])).toEqual([
      ["breaking", "Query.a"],
      ["dangerous", "Query.c.e"],
      ["safe", "Query.f"],
    ]);
  });

  it("are announced when the element's time was over, and not a day before", async () => {
    const removal = async (day: string) => (await changesBetween(before("2026-08-01"), after, day))[0]?.isAnnounced;
    expect(await removal("2026-08-02")).toBe(true);
    expect(await removal("2026-08-01")).toBe(false);
  });

  it("announce a type by announcing all that leads to it, and only then", async () => {
    const older = (mark: string) =>
      buildSchema(`
        type Query { a: Old ${ending("2026-08-01")} b: Int other(filter: Filter ${mark}): Int }
        type Old { deep: Deeper } type Deeper { old: Old x: Int }
        input Filter { x: Int }`);
    const newer = buildSchema("type Query { b: Int other: Int }");
    const unannounced = async (mark: string) =>
      (await changesBetween(older(mark), newer, "2026-09-01"))
        .filter(({ level, isAnnounced }) => level === "breaking" && !isAnnounced)
        .map(({ coordinate }) => coordinate);
    expect(await unannounced(ending("2026-08-01"))).toEqual([]);
    expect(await unannounced("")).toEqual(["Filter", "Query.other.filter"]);
  });

  it("never announce a type that stands for others", async () => {
    const older = buildSchema(`type Query { b: Int u: U } union U = A | B type A { x: Int } type B { x: Int }`);
    const newer = buildSchema(`type Query { b: Int u: U } union U = A type A { x: Int }`);
    const changes = await changesBetween(older, newer, "2026-09-01");
    expect(changes.map(({ coordinate, isAnnounced }) => [coordinate, isAnnounced])).toContainEqual(["B", false]);
  });

  it("do not count wording", async () => {
    expect(
      await changesBetween(buildSchema('"x" type Query { a: Int }'), buildSchema("type Query { a: Int }"), today),
    ).toEqual([]);
  });

  it("name the operations that no longer fit, with the reason", () => {
    const operations = [
      { name: "Old", text: "query Old { a }" },
      { name: "New", text: "query New { b }" },
    ];
    expect(brokenOperations(operations, after)).toEqual([
      { name: "Old", reason: expect.stringContaining(`Cannot query field "a" on type "Query".`) },
    ]);
  });
});

describe("the hub's graph", () => {
  const releases = readReleases();
  const current = currentSchema();

  it("takes nothing from front-ends that was not announced six months before", async () => {
    const last = releases.at(-1);
    expect(last).toBeDefined();
    const changes = last ? await changesBetween(last.schema, current, today) : [];
    expect(changes.filter(({ level, isAnnounced }) => level === "breaking" && !isAnnounced)).toEqual([]);
  });

  it("still answers every registered operation", () => {
    const folder = new URL("../operations/", import.meta.url);
    const operations = readdirSync(folder).map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));
    expect(operations.length).toBeGreaterThan(0);
    expect(brokenOperations(operations, current)).toEqual([]);
  });

  it("has its changes written down and fed", async () => {
    const chapters = await chaptersOf(releases, current);
    const page = readFileSync(new URL("../../docs/schema-changes.md", import.meta.url), "utf8");
    expect(page).toBe(changesPage(chapters, current));
    expect(readFileSync(new URL("../changes.atom", import.meta.url), "utf8")).toBe(changesFeed(chapters));
  });
});
