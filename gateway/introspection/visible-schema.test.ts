import type { Caller } from "#contract/caller.ts";
import { buildSchema, printSchema } from "graphql";
import { describe, expect, it } from "vitest";
import type { Rules } from "../authorization/read-rules.ts";
import type { Rule } from "../authorization/requirements.ts";
import { languageOf } from "./language.ts";
import { visibleSchema } from "./visible-schema.ts";

const schema = buildSchema(`
  type Query { "Open." open: Int  person: Person  secret: Secret  either(by: Filter, mode: Mode): Either  never: Int }
  type Person { name: String  faith: Faith }
  type Faith { text: String }
  type Secret { text: String }
  union Either = Person | Secret
  input Filter { name: String  faith: String }
  enum Mode { PLAIN DEEP }`);

const scoped = (scope: string): Rule => [{ kind: "scopes", anyOf: [[scope]] }];
const rules: Rules = {
  at: new Map<string, Rule>([
    ["Person.faith", scoped("faith")],
    ["Secret", scoped("secret")],
    ["Query.never", [{ kind: "never" }]],
    ["Query.person", [{ kind: "authenticated" }, { kind: "purpose" }, { kind: "policies", anyOf: [["any"]] }]],
    ["Filter.faith", scoped("faith")],
    ["Mode.DEEP", scoped("secret")],
  ]),
  classAt: new Map(),
  policies: new Map(),
};

const caller = (scopes: readonly string[], purposes: Caller["purposes"] = ["STATISTICS"]): Caller => ({
  issuer: "urn:test",
  subject: "s",
  organization: "o",
  committees: [],
  scopes,
  purposes,
  purpose: null,
  memberId: null,
  tokenId: "t",
  expiresAt: 0,
});

const seenBy = (who: Caller | null, descriptions = {}) => printSchema(visibleSchema(schema, rules, who, descriptions));

describe("the graph as a caller sees it", () => {
  it("is whole for whoever fulfils every rule but what nobody fulfils", () => {
    const seen = seenBy(caller(["faith", "secret"]));
    expect(seen).toContain("type Faith");
    expect(seen).toContain("type Secret");
    expect(seen).toContain("DEEP");
    expect(seen).not.toContain("never");
  });

  it("lacks what a rule closes, what leads to it and what only it led to", () => {
    const seen = seenBy(caller([]));
    expect(seen).not.toMatch(/faith|Faith|Secret|secret|DEEP/);
    expect(seen).toContain("union Either = Person");
    expect(seen).toContain("person: Person");
  });

  it("holds nothing of persons for whoever has no purpose, and nothing guarded for nobody", () => {
    expect(seenBy(caller([], []))).not.toContain("person: Person");
    expect(seenBy(null)).toContain("open: Int");
    expect(seenBy(null)).not.toContain("person: Person");
  });

  it("is told in other words where there are some", () => {
    const seen = seenBy(caller([]), { "Query.open": "Mở.", "Query.either(by:)": "Lọc.", "Mode.PLAIN": "Thường." });
    expect(seen).toContain('"""Mở."""');
    expect(seen).toContain("Lọc.");
    expect(seen).toContain("Thường.");
    expect(seen).not.toContain("Open.");
  });
});

describe("the language of an answer", () => {
  it.each([
    [undefined, "en"],
    ["", "en"],
    ["vi", "vi"],
    ["vi-VN,vi;q=0.9,en;q=0.8", "vi"],
    ["en-US,en;q=0.9,vi;q=0.8", "en"],
    ["fr, vi;q=0.1", "vi"],
    ["vi;q=0, en;q=0", "en"],
    ["vi;q=nonsense", "en"],
  ])("for %j is %s", (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
