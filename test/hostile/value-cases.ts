import { expect } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import { ask, raw, type HostileCase } from "./case.ts";

const member = "query ($id: ID!) { member(id: $id) { id } }";
const invalid = ["GRAPHQL_VALIDATION_FAILED"];
const badInput = ["BAD_USER_INPUT"];
const badRequest = ["BAD_REQUEST"];

const isPlainObject: HostileCase["check"] = () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
};

/** Values that mean another thing to somebody else, and questions whose answers would give something away. */
export const valueCases: readonly HostileCase[] = [
  {
    id: "X01",
    title: "aliases that every object inherits",
    shots: [
      ask('{ __proto__: member(id: "1") { polluted: id } constructor: countries { toString: code then: code } }'),
    ],
    status: [200, 400],
    check: isPlainObject,
  },
  {
    id: "X03",
    title: "a variable that every object inherits",
    shots: [ask("query ($constructor: ID!) { member(id: $constructor) { id } }", {})],
    status: [400],
    codes: badInput,
  },
  {
    id: "X04",
    title: "an operation that the document does not hold",
    shots: ["constructor", "B"].map((operationName) =>
      raw(JSON.stringify({ query: "query A {__typename}", operationName })),
    ),
    status: [400],
    codes: ["OPERATION_RESOLUTION_FAILURE"],
  },
  { id: "X06", title: "a NUL in a variable", shots: [ask(member, { id: "a\0b" })], status: [400], codes: badRequest },
  {
    id: "X07",
    title: "half a character in a variable",
    shots: [raw(`{"query":${JSON.stringify(member)},"variables":{"id":"\\ud800"}}`)],
    status: [400],
    codes: badRequest,
  },
  {
    id: "X08",
    title: "a number that JSON cannot hold",
    shots: [raw(`{"query":${JSON.stringify(member)},"variables":{"id":9007199254740993}}`)],
    status: [400],
    codes: badRequest,
  },
  {
    id: "X09",
    title: "numbers that are no Int",
    shots: ["1e308", "1e400", "0.5", "2147483648", "1e99"].map((n) =>
      raw(`{"query":"query ($n: Int!) { holidays(year: $n) { name } }","variables":{"n":${n}}}`),
    ),
    status: [400],
    codes: [...badInput, ...badRequest],
    check: ({ text }) => expect(text).not.toMatch(/2147483648|e308|Infinity/),
  },
  {
    id: "X11",
    title: "SQL in place of an order",
    shots: [ask('{ countries(orderByRaw: "id; drop table x") { code } }')],
    status: [400],
    codes: invalid,
  },
  {
    id: "X13",
    title: "a request id that would be another header",
    shots: [ask("{__typename}", undefined, ["x-request-id", "a%0d%0aX-Hub-Claims: admin"])],
    status: [200],
    check: ({ headers }) => expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/),
  },
  {
    id: "X15",
    title: "a Connection header that names the hub's own",
    shots: [ask("{ countries { code } }", undefined, ["connection", "hub-claims, signature, authorization"])],
    status: [200],
    check: ({ json: { errors } }) => expect(errors).toBeUndefined(),
  },
  {
    id: "K02",
    title: "names that are nearly right",
    shots: [ask("{ contries { code } }")],
    status: [400],
    codes: invalid,
    check: ({ text }) => expect(text).not.toMatch(/Did you mean|countries/),
  },
  {
    id: "K03",
    title: "what only the hub asks of agencies",
    shots: [ask("{_service{sdl}}"), ask("{_entities(representations:[]){__typename}}")],
    status: [400],
    codes: invalid,
  },
  {
    id: "K05",
    title: "a value of the wrong type",
    shots: [
      ask("query ($f: Int) { partyOrganizations(first: $f) { totalCount } }", { f: { idNumber: "079123456789" } }),
      ask("query ($f: String!) { __type(name: $f) { name } }", { f: { idNumber: "079123456789" } }),
      ask('{ partyOrganizations(first: "079123456789") { totalCount } }'),
      ask('{ partyOrganizations("079123456789") }'),
    ],
    status: [400],
    codes: ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"],
    check: ({ text }) => expect(text).not.toContain("079123456789"),
  },
  {
    id: "K09",
    title: "headers by which others show plans",
    shots: [
      ask("{ countries { code } }", undefined, [
        ...["apollo-query-plan-experimental", "1", "x-wg-trace", "true"],
        ...["apollo-federation-include-trace", "ftv1"],
      ]),
    ],
    status: [200],
    check: ({ json: { extensions } }) => expect(extensions).toBeUndefined(),
  },
  {
    id: "I07",
    title: "a document by a digest that is not its own",
    shots: [
      raw('{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0000"}}}'),
    ],
    status: [400],
    codes: badRequest,
  },
  {
    id: "I09",
    title: "an id and a document",
    shots: [raw(JSON.stringify({ query: "{__typename}", documentId: `sha256:${"a".repeat(64)}` }))],
    status: [400],
    codes: badRequest,
  },
  {
    id: "Z07",
    title: "a sensitive field under another name",
    shots: [
      ask("query ($id: ID!) { p: member(id: $id) { y: id x: homeRecord { e: ethnicity { code } } } }", {
        id: stories.memberAbroad,
      }),
    ],
    status: [200],
    codes: ["UNAUTHORIZED_FIELD_OR_TYPE"],
    check: ({ json: { data, errors } }) => {
      expect(data).toMatchObject({ p: { y: stories.memberAbroad } });
      expect(errors?.[0]?.path).toEqual(["p", "x", "e"]);
    },
  },
  {
    id: "Z09",
    title: "nothing but what its caller may not ask for",
    as: { persona: "nobody" },
    shots: [ask("query ($id: ID!) { member(id: $id) { homeRecord { name { full } } } }", { id: stories.memberAbroad })],
    status: [200],
    codes: ["UNAUTHORIZED_FIELD_OR_TYPE"],
    check: ({ json: { data } }) => expect(data).toBeNull(),
  },
  {
    id: "Z21",
    title: "a purpose that is none",
    as: { persona: "province-clerk" },
    shots: [ask("{__typename}", undefined, ["x-purpose", "CURIOSITY"])],
    status: [403],
    codes: ["AUTH_PURPOSE_REFUSED"],
  },
];
