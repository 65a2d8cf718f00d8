import { expect } from "vitest";
import { ask, raw, type HostileCase } from "./case.ts";
import { fanOut, nested, repeated, ring } from "./documents.ts";

const organization = '{ partyOrganization(id: "po_0000000000000") ';
const pages = `query ($n: Int) {
  partyOrganizations(first: $n) { nodes { subordinates(first: $n) { nodes { id } } } }
}`;
const four = nested("{ partyOrganizations { nodes { ", "subordinates { nodes { ", 3, "id ", "} } ", "} } }");
const huge = pages.replaceAll("$n)", "2147483647)").replace("query ($n: Int) ", "").replaceAll("$n", "2147483647");

const type = "PartyOrganization";

const isParsed = ["GRAPHQL_PARSE_FAILED"];
const isCostly = ["LIMIT_COST_EXCEEDED"];

/** Documents that are small to write and large to answer. */
export const documentCases: readonly HostileCase[] = [
  {
    id: "P01",
    title: "3,000 selections within each other",
    shots: [ask(nested(`${organization}`, "{superior", 3_000, "{id}", "}", "}"))],
    status: [400],
    codes: ["LIMIT_NESTING_EXCEEDED"],
    check: ({ text }) => expect(text).not.toContain("call stack"),
  },
  {
    id: "P02",
    title: "lists within each other in a variable and in an argument",
    shots: [
      ask(nested("{ codeLists(on: ", "[", 5_000, "1", "]", ") { name } }")),
      raw(nested('{"query":"{ __typename }","variables":{"a":', "[", 40_000, "1", "]", "}}")),
    ],
    status: [400],
    codes: ["LIMIT_NESTING_EXCEEDED"],
  },
  {
    id: "P03",
    title: "an object within each other, as deep as a body may be long",
    shots: [ask(nested("{ partyOrganizations(filter: ", "{and:", 9_000, "{}", "}", ") { totalCount } }"))],
    status: [400],
    codes: ["LIMIT_NESTING_EXCEEDED"],
  },
  {
    id: "P05",
    title: "as many tokens as a body may hold, and more",
    shots: [ask(repeated("{ ", "a{i}:__typename ", 4_500, "}"))],
    status: [400],
    codes: ["LIMIT_TOKENS_EXCEEDED"],
  },
  {
    id: "P07",
    title: "letters in names that look like others or turn the line",
    shots: ["A\u202E", "A\u200B", "\u0410"].map((name) => ask(`query ${name} {__typename}`)),
    status: [400],
    codes: isParsed,
  },
  {
    id: "P09",
    title: "5 MB of comments around a tiny document",
    shots: [ask(repeated("", "# c\n,,,,", 600_000, "{__typename}"))],
    status: [413],
    codes: ["LIMIT_BODY_EXCEEDED"],
  },
  {
    id: "V01",
    title: "one field many times",
    shots: [
      ask(repeated(`${organization}{ `, "id ", 10_000, "} }")),
      ask(repeated(`${organization}{ `, "id ", 1_900, "} }")),
    ],
    status: [400],
    codes: ["LIMIT_TOKENS_EXCEEDED", "LIMIT_HEIGHT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"],
  },
  {
    id: "V02",
    title: "one field many times in inline fragments, whose overlaps are many",
    shots: [ask(repeated(`${organization}{ `, "... on PartyOrganization { superior { id } } ", 190, "} }"))],
    status: [400],
    codes: ["LIMIT_TOKENS_EXCEEDED", "LIMIT_HEIGHT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"],
  },
  {
    id: "V03",
    title: "fragments that double 25 times",
    shots: [
      ask(fanOut(`${organization}{ ...F0 } }`, type, ["superior", "superiors"], 25, "name")),
      ask(fanOut(`${organization}{ ...F0 } }`, type, ["superior", "superiors"], 8, "name")),
    ],
    status: [400],
    codes: ["LIMIT_DEPTH_EXCEEDED", "LIMIT_HEIGHT_EXCEEDED"],
  },
  {
    id: "V05",
    title: "fragments that lead in a circle",
    shots: [2_000, 40].map((count) => ask(ring(`${organization}{ ...F0 } }`, type, "superior", count))),
    status: [400, 413],
    codes: ["LIMIT_BODY_EXCEEDED", "LIMIT_TOKENS_EXCEEDED", "LIMIT_FRAGMENTS_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"],
  },
  {
    id: "V07",
    title: "directives that nobody knows",
    shots: [10_000, 900, 40].map((count) => ask(repeated("{ __typename ", "@aa ", count, "}"))),
    status: [400],
    codes: ["LIMIT_TOKENS_EXCEEDED", "LIMIT_DIRECTIVES_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"],
    check: ({ text, json: { errors } }) => {
      expect(errors?.length).toBeLessThanOrEqual(5);
      expect(text.length).toBeLessThan(4_000);
    },
  },
  {
    id: "V09",
    title: "variables that nothing uses",
    shots: [5_000, 300, 40].map((count) => ask(repeated("query Q(", "$v{i}:Int ", count, "){__typename}"))),
    status: [400],
    codes: ["LIMIT_TOKENS_EXCEEDED", "LIMIT_VARIABLES_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"],
    check: ({ json: { errors } }) => expect(errors?.length).toBeLessThanOrEqual(5),
  },
  {
    id: "V11",
    title: "a fragment that is first seen near the root and then far below it",
    shots: [
      ask(
        `{ a: partyOrganization(id: "1") { ...D }
           b: partyOrganization(id: "1") { ${nested("", "superior {", 6, "...D", "}", "")} } }
         fragment D on PartyOrganization { ${nested("", "superior {", 4, "id", "}", "")} }`,
      ),
    ],
    status: [400],
    codes: ["LIMIT_DEPTH_EXCEEDED"],
  },
  {
    id: "V13",
    title: "the schema's description within itself",
    shots: [ask(nested("{__schema{types{", "fields{type{", 15, "name", "}}", "}}}"))],
    status: [400],
    codes: ["GRAPHQL_VALIDATION_FAILED", "LIMIT_DEPTH_EXCEEDED"],
  },
  {
    id: "Q01",
    title: "one entity within itself 15 times",
    shots: [ask(nested(`${organization}{ `, "superior{name ", 15, "id", "}", "} }"))],
    status: [400],
    codes: ["LIMIT_DEPTH_EXCEEDED"],
  },
  {
    id: "Q03",
    title: "fragments that fan out over two agencies",
    shots: [
      ask(
        fanOut(`${organization}{ ...F0 } }`, type, ["superior", "superiors"], 6, "overseas { cellKind }"),
      ),
    ],
    status: [400],
    codes: ["LIMIT_HEIGHT_EXCEEDED"],
  },
  {
    id: "Q05",
    title: "300 aliases of a field that crosses agencies",
    shots: [ask(repeated(`${organization}{ `, "m{i}:overseas{cellKind} ", 300, "} }"))],
    status: [400],
    codes: ["LIMIT_ALIASES_EXCEEDED", "LIMIT_TOKENS_EXCEEDED"],
  },
  {
    id: "L01",
    title: "31 aliases",
    shots: [ask(repeated("{ ", "a{i}:__typename ", 31, "}"))],
    status: [400],
    codes: ["LIMIT_ALIASES_EXCEEDED", "LIMIT_ROOT_FIELDS_EXCEEDED"],
  },
  {
    id: "L03",
    title: "21 fields of the root",
    shots: [ask(repeated("{ ", "r{i}:countries { code } ", 21, "}"))],
    status: [400],
    codes: ["LIMIT_ROOT_FIELDS_EXCEEDED"],
  },
  {
    id: "L05",
    title: "a cost that only a variable shows",
    shots: [ask(pages, { n: 100 })],
    status: [400],
    codes: isCostly,
  },
  { id: "L07", title: "pages within pages without a size", shots: [ask(four)], status: [400], codes: isCostly },
  { id: "L09", title: "sizes whose product is beyond all numbers", shots: [ask(huge)], status: [400], codes: isCostly },
  {
    id: "S11",
    title: "an unnamed subscription",
    shots: [ask("subscription{x}")],
    status: [400],
    codes: ["BAD_REQUEST"],
  },
];
