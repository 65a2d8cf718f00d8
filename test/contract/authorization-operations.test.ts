import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import type { Caller } from "#contract/caller.ts";
import { compileRights } from "../../gateway/authorization/compile-rights.ts";
import { completeAnswer } from "../../gateway/authorization/complete-answer.ts";
import { filterOperation } from "../../gateway/authorization/filter-operation.ts";
import type { PolicyQuestion } from "../../gateway/authorization/policy.ts";
import { richAgencies, ruledGraph } from "./authorization/rich-graph.ts";

const policies = new Map<string, (question: PolicyQuestion) => boolean>([
  ["yes", () => true],
  ["maybe", ({ coordinate }) => coordinate !== "Office.tags"],
  ["root", () => false],
]);
const graph = ruledGraph(richAgencies, policies);

const officer: Caller = {
  issuer: "https://issuer.test",
  subject: "officer",
  organization: "org",
  committees: [],
  scopes: [],
  purposes: ["ACTIVITY_TRANSFER"],
  purpose: "ACTIVITY_TRANSFER",
  memberId: null,
  tokenId: "t1",
  expiresAt: 0,
};
const withScopes = (...scopes: string[]) => ({ ...officer, scopes });

function ask(query: string, caller: Caller | null = officer, variables = {}, mode?: "filter" | "reject") {
  const compiled = compileRights(parse(query), undefined, graph.schema, graph.rules);
  const filtered = filterOperation(compiled, caller, variables, mode);
  return { ...filtered, filtered, paths: filtered.errors.map(({ path }) => path) };
}

describe("a selection that its caller may not ask for", () => {
  it("costs an error at its response key, without a word about what would have been needed", () => {
    const { errors } = ask("{ p: person { x: number y: name } }");
    expect(errors.map((error) => error.toJSON())).toEqual([
      {
        message: "The caller may not ask for this.",
        path: ["p", "x"],
        extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" },
      },
    ]);
  });

  it("takes the object around it along where null may not stand, and nothing else", () => {
    const { filtered } = ask("{ me { id } person { id number } }");
    const answer = completeAnswer(filtered, { me: { id: "1" }, person: { id: "7" } });
    expect(answer).toEqual({ me: { id: "1" }, person: null });
  });

  it("is null in the order of the question", () => {
    const { filtered } = ask("{ person { name label id } }");
    const answer = completeAnswer(filtered, { person: { name: "n", id: "7" } });
    expect(JSON.stringify(answer)).toBe('{"person":{"name":"n","label":null,"id":"7"}}');
  });

  it("leaves nothing to ask when it was all there is", () => {
    const query = "{ person { number } ...Rest } fragment Rest on Query { secretRoot }";
    const { document, filtered, paths } = ask(query, null);
    expect(document).toBeNull();
    expect(paths).toEqual([["person", "number"], ["secretRoot"]]);
    expect(completeAnswer(filtered, null)).toBeNull();
  });

  it("is denied through an interface when any type behind it is closed, and through a union only by itself", () => {
    expect(ask('{ node(id: "7") { ... on Node { id } } }').paths).toEqual([["node"]]);
    expect(ask("{ thing { ... on Person { id } ... on Office { id } } }").paths).toEqual([["thing", "id"]]);
    expect(ask("{ thing { ... on Person { id } } }").paths).toEqual([]);
  });

  it("leaves what else was asked for under its key, whatever the type behind it", () => {
    const { filtered } = ask("{ thing { __typename } thing { ... on Office { id } } }");
    const { typenameKey } = filtered.compiled;
    const answer = (type: string) => completeAnswer(filtered, { thing: { __typename: type, [typenameKey]: type } });
    expect(answer("Person")).toEqual({ thing: { __typename: "Person" } });
    expect(answer("Office")).toEqual({ thing: null });
  });

  it("leaves a value that another selection of the same key may ask for", () => {
    const { filtered, paths } = ask("{ thing { ... on Person { id } ... on Office { id } } }");
    const { typenameKey } = filtered.compiled;
    expect(paths).toEqual([["thing", "id"]]);
    const answer = completeAnswer(filtered, { thing: { [typenameKey]: "Person", id: "7" } });
    expect(answer).toEqual({ thing: { id: "7" } });
  });

  it("has one error for one path, however often it is selected", () => {
    const { paths } = ask("{ person { label } ...P } fragment P on Query { person { label } }");
    expect(paths).toEqual([["person", "label"]]);
  });

  it("has no error when it is left out, and one when it is not", () => {
    const query = "query ($no: Boolean!) { person { name label @include(if: $no) } }";
    expect(ask(query, officer, { no: false }).paths).toEqual([]);
    expect(ask(query, officer, { no: true }).paths).toEqual([["person", "label"]]);
    expect(ask(query, officer, {}).paths).toEqual([["person", "label"]]);
  });
});

describe("what is given to a field", () => {
  it.each([
    ["an argument", '{ node(id: "1", trace: "t") { __typename } }', {}, ["office", "trace"]],
    ["an input field", "{ people(filter: { age: 3 }) { id } }", {}, ["age"]],
    [
      "an input field deep in a variable",
      "query ($f: Filter) { people(filter: $f) { id } }",
      { f: { all: [{ age: 1 }] } },
      ["age"],
    ],
    ["an input field in a default", "query ($f: Filter = { age: 1 }) { people(filter: $f) { id } }", {}, ["age"]],
    ["an enum value", "{ people(order: AGE) { id } }", {}, ["age"]],
    ["an enum value in a variable", "query ($o: Order) { people(order: $o) { id } }", { o: "AGE" }, ["age"]],
  ])("is denied with the field: %s", (_, query, variables, scopes) => {
    expect(ask(query, withScopes("office"), variables).errors).toHaveLength(1);
    expect(ask(query, withScopes(...scopes), variables).errors).toEqual([]);
  });

  it("is not asked for when a variable has no value", () => {
    expect(ask("query ($o: Order, $f: Filter) { people(order: $o, filter: $f) { id } }").paths).toEqual([]);
  });

  it("is read by its own name, even one that every object knows", () => {
    expect(ask("query ($constructor: Order) { people(order: $constructor) { id } }").paths).toEqual([]);
  });
});

describe("the data class of a field", () => {
  it("closes what is about a person to a caller who states no purpose", () => {
    expect(ask("{ person { health birth name } }", { ...officer, purpose: null }).paths).toEqual([
      ["person", "health"],
      ["person", "birth"],
    ]);
    expect(ask("{ person { health birth name } }").paths).toEqual([]);
  });

  it("closes what is not served to everybody", () => {
    const alternatives = [...graph.rules.at.values()].flat().flatMap((one) => ("anyOf" in one ? one.anyOf : []));
    expect(ask("{ person { file } }", withScopes(...alternatives.flat())).paths).toEqual([["person", "file"]]);
  });
});

describe("a policy", () => {
  const slow = () => {
    const until = performance.now() + 8;
    while (performance.now() < until);
    return true;
  };
  it.each([
    [
      "throws",
      () => {
        throw new Error("no answer");
      },
    ],
    ["takes longer than it may", slow],
    ["answers something that is merely not false", () => "yes" as unknown as boolean],
  ])("that %s has said no", (_, policy) => {
    const rules = { ...graph.rules, policies: new Map([["yes", policy], ["maybe", () => true]]) };
    const compiled = compileRights(parse("{ person { allowance } }"), undefined, graph.schema, rules);
    expect(filterOperation(compiled, officer, {}).errors).toHaveLength(1);
  });

  it("is asked again when it was slow once, since a busy machine is no reason to deny", () => {
    let asked = 0;
    const once = () => (asked += 1) > 1 || slow();
    const rules = { ...graph.rules, policies: new Map([["yes", once], ["maybe", () => true]]) };
    const compiled = compileRights(parse("{ person { allowance } }"), undefined, graph.schema, rules);
    expect(filterOperation(compiled, officer, {}).errors).toEqual([]);
    expect(asked).toBe(2);
  });

  it("sees the place and the arguments of the one selection it is asked about", () => {
    const seen: unknown[] = [];
    const maybe = ({ coordinate, arguments: given }: PolicyQuestion) => seen.push({ coordinate, ...given }) > 0;
    const rules = { ...graph.rules, policies: new Map([["maybe", maybe]]) };
    const query = "query ($b: Badge) { thing { ... on Office { tags(kind: $b) } } }";
    const compiled = compileRights(parse(query), undefined, graph.schema, rules);
    filterOperation(compiled, withScopes("office"), { b: "RED" });
    expect(seen).toEqual([{ coordinate: "Office.tags", kind: "RED" }]);
  });
});

describe("the rights of one caller to one operation", () => {
  const compiledUnder = (query: string, policy: (question: PolicyQuestion) => boolean) =>
    compileRights(parse(query), undefined, graph.schema, { ...graph.rules, policies: new Map([["maybe", policy]]) });

  it("are decided again for each request whose arguments a policy looks at", () => {
    const query = "query ($b: Badge) { thing { ... on Office { tags(kind: $b) } } }";
    const compiled = compiledUnder(query, ({ arguments: { kind } }) => kind === "RED");
    const caller = withScopes("office");
    const errorsFor = (b: string) => filterOperation(compiled, caller, { b }).errors.length;
    expect([errorsFor("RED"), errorsFor("BLUE"), errorsFor("RED")]).toEqual([0, 1, 0]);
  });

  it("are those of that caller alone, however often others have asked", () => {
    const compiled = compiledUnder("{ person { id label number } }", () => true);
    const errorsOf = (caller: Caller | null) => filterOperation(compiled, caller, {}).errors.length;
    const [some, none] = [withScopes("number"), withScopes()];
    const alone = [some, none, null].map((caller) =>
      filterOperation(compiledUnder("{ person { id label number } }", () => true), caller, {}).errors.length,
    );
    expect([some, none, null, some, none].map(errorsOf)).toEqual([...alone, ...alone.slice(0, 2)]);
    expect(new Set(alone).size).toBeGreaterThan(1);
  });
});

describe("an operation as a whole", () => {
  it("is refused when it changes something and any of it is denied", () => {
    const { isRefused, document, paths } = ask('mutation { rename(name: "n") { id number } }');
    expect({ isRefused, document, paths }).toEqual({ isRefused: true, document: null, paths: [["rename", "number"]] });
    expect(ask('mutation { rename(name: "n") { id } }').isRefused).toBe(false);
  });

  it("is refused when its client asked for all or nothing", () => {
    expect(ask("{ person { id label } }", officer, {}, "reject")).toMatchObject({ isRefused: true, document: null });
    expect(ask("{ person { id } }", officer, {}, "reject").isRefused).toBe(false);
  });

  it("has one allowed set for all callers of the same rights, and the document as it came when all is allowed", () => {
    const query = parse("{ person { id label number } }");
    const compiled = compileRights(query, undefined, graph.schema, graph.rules);
    const of = (...scopes: string[]) => filterOperation(compiled, withScopes(...scopes), {});
    expect(of("label").allowedSet).toBe(of("label", "mark").allowedSet);
    expect(of("label").document).toBe(of("label", "mark").document);
    expect(of("label").allowedSet).not.toBe(of("number").allowedSet);
    expect(of("label", "number").document).toBe(query);
  });

  it("is refused before it grows beyond measure, however small it was written", () => {
    const chain = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`);
    const query = parse(`{ person { ...F0 } } ${chain.join(" ")} fragment F30 on Person { id }`);
    expect(() => compileRights(query, undefined, graph.schema, graph.rules)).toThrow("more than 1000 fields");
  });

  it("does not pass when it asks for what does not exist, because that could not be guarded", () => {
    expect(() => ask("{ person { nothing } }")).toThrow("which does not exist");
    expect(() => ask("{ person { ...Nowhere } }")).toThrow("which does not exist");
  });
});
