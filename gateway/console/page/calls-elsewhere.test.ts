import { execFileSync } from "node:child_process";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { asCurl, asTypeScript } from "./calls-elsewhere.ts";

const request = {
  query: 'query A($name: String) { find(name: $name, how: "it\'s \\"so\\" $HOME `id`") { id } }',
  variables: { name: "Nguyễn 'x'" },
  operationName: "A",
};
const destination = { url: "http://127.0.0.1:4000/graphql", purpose: "STATISTICS" };

describe("an operation for use elsewhere", () => {
  it("is a command that a shell hands on unharmed, with the token of whoever runs it", () => {
    const command = asCurl(request, destination).replace(/^curl/, "printf '%s\\n'");
    const words = execFileSync("sh", ["-c", command], { env: { HUB_TOKEN: "t" }, encoding: "utf8" }).trim().split("\n");
    expect(words).toContain("authorization: Bearer t");
    expect(words).toContain("x-purpose: STATISTICS");
    expect(JSON.parse(words.at(-1) ?? "")).toEqual(request);
  });

  it("is TypeScript that asks the same", () => {
    const code = stripTypeScriptTypes(asTypeScript(request, destination))
      .replace("const response = await fetch(", "return fetch(")
      .replace(/const \{ data.*\n/, "");
    type Ask = (fetch: unknown, process: unknown) => { readonly body: string; readonly headers: object };
    const ask = new Function("fetch", "process", code) as Ask;
    const sent = ask((_: string, init: object) => init, { env: { HUB_TOKEN: "t" } });
    expect(JSON.parse(sent.body)).toEqual(request);
    const headers = { "content-type": "application/json", authorization: "Bearer t", "x-purpose": "STATISTICS" };
    expect(sent.headers).toEqual(headers);
  });

  it("states no purpose where none is stated", () => {
    expect(asCurl(request, { ...destination, purpose: "" })).not.toContain("x-purpose");
    expect(asTypeScript(request, { ...destination, purpose: "" })).not.toContain("x-purpose");
  });
});
