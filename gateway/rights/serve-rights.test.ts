import Fastify from "fastify";
import { expect, it } from "vitest";
import { serveRights } from "./serve-rights.ts";

it("rights without a graph to read them from are told in a second, in the type that the client accepts", async () => {
  const app = Fastify();
  serveRights(app, () => undefined, { before: [], admit: async () => undefined });
  const accept = "application/graphql-response+json";
  const payload = { query: "{ __typename }" };
  const { statusCode, headers } = await app.inject({ method: "POST", url: "/rights", headers: { accept }, payload });
  await app.close();
  expect([statusCode, headers["retry-after"], headers["content-type"]]).toEqual([503, "1", `${accept}; charset=utf-8`]);
});
