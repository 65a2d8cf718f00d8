import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { ask, json, raw, type HostileCase } from "./case.ts";

const type = (value: string) => ["content-type", value];
const tiny = JSON.stringify({ query: "{__typename}" });
const form = `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${tiny}\r\n--x--\r\n`;
const member = "query ($id: ID!) { member(id: $id) { id } }";
const refusedType = ["UNSUPPORTED_MEDIA_TYPE"];
const badRequest = ["BAD_REQUEST"];

const isUnexecuted: HostileCase["check"] = ({ text }) => expect(text).not.toContain("__typename");

/** Requests that are read one way by one program and another way by the next. */
export const transportCases: readonly HostileCase[] = [
  {
    id: "C01",
    title: "JSON that says it is text",
    shots: [raw(tiny, type("text/plain"))],
    status: [415],
    codes: refusedType,
    check: isUnexecuted,
  },
  {
    id: "C02",
    title: "JSON that says it is a form",
    shots: [raw(tiny, type("application/x-www-form-urlencoded"))],
    status: [415],
    codes: refusedType,
    check: isUnexecuted,
  },
  {
    id: "C03",
    title: "an upload",
    shots: [raw(form, type("multipart/form-data; boundary=x"))],
    status: [415],
    codes: refusedType,
  },
  {
    id: "C05",
    title: "a GET, with the header of a browser's fault or without",
    shots: ["text/plain", "application/json"].map((it) => ({
      method: "GET",
      path: "/graphql?query=%7B__typename%7D",
      headers: [...type(it), "x-apollo-operation-name", "x"],
    })),
    status: [405, 415],
    codes: ["METHOD_NOT_ALLOWED", "UNSUPPORTED_MEDIA_TYPE"],
    check: isUnexecuted,
  },
  {
    id: "C07",
    title: "a media type with a tab in it",
    shots: [raw(tiny, type("application/json\ta"))],
    status: [415],
    codes: refusedType,
  },
  {
    id: "C08",
    title: "a media type that only begins like JSON",
    shots: [raw(tiny, type("application/jsonx"))],
    status: [415],
    codes: refusedType,
  },
  {
    id: "C09",
    title: "a document without JSON",
    shots: [raw("{__typename}", type("application/graphql"))],
    status: [415],
    codes: refusedType,
  },
  {
    id: "C11",
    title: "two members of one name",
    shots: [
      raw('{"query":"{__typename}","query":"{a}"}'),
      raw('{"query":"{__typename}","variables":{"a":1,"\\u0061":2}}'),
    ],
    status: [400],
    codes: badRequest,
  },
  {
    id: "C12",
    title: "JSON that is none, or no object",
    shots: [raw("{"), raw("null"), raw("[]"), raw('"x"'), raw("1")],
    status: [400],
    codes: badRequest,
  },
  {
    id: "C13",
    title: "a body that unpacks to far more",
    shots: [raw(gzipSync(Buffer.alloc(50_000_000)), [...json, "content-encoding", "gzip"])],
    status: [413, 415],
    codes: ["UNSUPPORTED_MEDIA_TYPE", "LIMIT_BODY_EXCEEDED"],
  },
  {
    id: "C20",
    title: "paths that are another one once they are tidied",
    shots: ["//graphql", "/graphql/../graphql", "/%67raphql%2f", "/graphql;a", "/GRAPHQL"].map((path) => ({
      ...ask("{__typename}"),
      path,
    })),
    status: [404, 400],
    codes: ["ROUTE_NOT_FOUND", "BAD_REQUEST"],
  },
  {
    id: "C21",
    title: "headers that name another sender or another hub",
    shots: [ask(member, { id: "mb_0000000000000" }, ["x-forwarded-for", "10.0.0.1", "x-forwarded-host", "evil"])],
    status: [200],
    check: ({ text }) => expect(text).not.toMatch(/evil|10\.0\.0\.1/),
  },
];
