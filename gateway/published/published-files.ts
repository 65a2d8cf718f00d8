import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  introspectionFromSchema,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  type GraphQLSchema,
} from "graphql";
import type { SchemaMap } from "./schema-map.ts";
import { withDescriptions, type Descriptions } from "../../schema/languages/coordinates.ts";

/** A text that front-end teams fetch from the hub. */
export interface PublishedFile {
  readonly mediaType: string;
  readonly text: string;
  /** A strong entity tag: equal tags, equal bytes. */
  readonly etag: string;
}

/** The files by the last part of their address. */
export type PublishedFiles = ReadonlyMap<string, PublishedFile>;

const file = (mediaType: string, text: string): PublishedFile => ({
  mediaType,
  text,
  etag: `"${hash("sha256", text, "base64url")}"`,
});

const committed = (name: string) => readFileSync(new URL(`../../schema/${name}`, import.meta.url), "utf8");

/** What does not change while the hub runs: the registered operations, and what happened to the graph so far. */
export const lastingFiles = (): PublishedFiles =>
  new Map([
    ["operations.json", file("application/json; charset=utf-8", committed("operations.json"))],
    ["operation-types.d.ts", file("text/plain; charset=utf-8", committed("operation-types.d.ts"))],
    ["changes.atom", file("application/atom+xml; charset=utf-8", committed("changes.atom"))],
  ]);

/**
 * The graph in force: as SDL sorted by name, in English and, as far as `vietnamese` has texts, in Vietnamese; as the
 * answer to the introspection query that tools expect; and as a map of who answers what.
 */
export const schemaFiles = (schema: GraphQLSchema, vietnamese: Descriptions, map: SchemaMap): PublishedFiles => {
  const english = printSchema(lexicographicSortSchema(schema));
  return new Map([
    ["api.graphql", file("text/plain; charset=utf-8", `${english}\n`)],
    ["api.vi.graphql", file("text/plain; charset=utf-8", `${print(withDescriptions(parse(english), vietnamese))}\n`)],
    ["map.json", file("application/json; charset=utf-8", JSON.stringify(map))],
    [
      "introspection.json",
      file("application/json; charset=utf-8", JSON.stringify({ data: introspectionFromSchema(schema) })),
    ],
  ]);
};
