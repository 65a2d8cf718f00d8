import type { GatewayInterface } from "@apollo/server-gateway-interface";
import type { FastifyInstance, onRequestAsyncHookHandler } from "fastify";
import { readDescriptions } from "../introspection/read-descriptions.ts";
import { lastingFiles, schemaFiles, type PublishedFiles } from "./published-files.ts";
import { schemaMap } from "./schema-map.ts";

/**
 * Serves what front-end teams build from below `/schema/`: the graph in force as `api.graphql`, in Vietnamese as
 * `api.vi.graphql`, as `introspection.json`, and who answers what as `map.json`; `operations.json`,
 * `operation-types.d.ts`, `changes.atom`. The addresses stay; whoever has the file of a tag is told so without its
 * bytes. `identify` refuses whoever is not known; null asks nobody.
 */
export function publishSchema(
  app: FastifyInstance,
  engine: Pick<GatewayInterface, "onSchemaLoadOrUpdate">,
  identify: onRequestAsyncHookHandler | null,
): void {
  const lasting = lastingFiles();
  const vietnamese = readDescriptions("vi");
  let current: PublishedFiles = new Map();
  const leave = engine.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    current = schemaFiles(apiSchema, vietnamese, schemaMap(coreSupergraphSdl));
  });
  app.addHook("onClose", async () => leave());
  app.get<{ Params: { name: string } }>(
    "/schema/:name",
    { ...(identify && { onRequest: identify }) },
    async (request, reply) => {
      const found = current.get(request.params.name) ?? lasting.get(request.params.name);
      if (!found) return reply.callNotFound();
      const { etag, mediaType, text } = found;
      reply.headers({ etag, "cache-control": "no-cache", "x-content-type-options": "nosniff" });
      if (tagsOf(request.headers["if-none-match"]).includes(etag)) return reply.code(304).send();
      return reply.type(mediaType).send(text);
    },
  );
}

const tagsOf = (header: string | undefined): readonly string[] =>
  (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
