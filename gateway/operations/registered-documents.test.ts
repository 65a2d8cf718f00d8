import type { Caller } from "#contract/caller.ts";
import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import { identifyCaller } from "../edge/identify-caller.ts";
import { readDocumentModes } from "./document-modes.ts";
import { registeredDocuments } from "./registered-documents.ts";

const caller: Caller = {
  issuer: "urn:issuer",
  subject: "service",
  organization: "PTC-79",
  committees: [],
  scopes: [],
  purposes: [],
  purpose: null,
  memberId: null,
  tokenId: "t1",
  expiresAt: 0,
};

/** What the log hears when a caller sends documents as text while modes are being tried. */
async function heard(scopes: readonly string[], queries: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(line);
  const log = { debug: keep, info: keep, warn: keep, error: (details: object | string) => keep(String(details)) };
  await using app = Fastify();
  app.route({
    method: "POST",
    url: "/graphql",
    onRequest: identifyCaller({ identify: async () => ({ ...caller, scopes }), close: () => {} }),
    preHandler: registeredDocuments({ operations: [], modes: readDocumentModes("log"), log }),
    handler: async ({ body }) => body,
  });
  for (const query of queries) {
    const answer = await app.inject({ method: "POST", url: "/graphql", payload: { query } });
    expect(answer.json()).toEqual({ query });
  }
  return lines;
}

describe("a mode that is being tried", () => {
  it("tells the log once of each document that would be refused, by its id and without its text", async () => {
    const lines = await heard([], ["{ a }", "{ a }", "{ b }"]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^A document of PTC-79 is not registered and would be refused by enforce: sha256:\w+\.$/);
  });

  it("has nothing to tell of those who may send any", async () => {
    expect(await heard(["document:free"], ["{ a }"])).toEqual([]);
  });
});
