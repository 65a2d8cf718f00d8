import { readdirSync, readFileSync } from "node:fs";
import { buildSchema, type GraphQLSchema } from "graphql";

/** The graph as clients saw it with one release. */
export interface Release {
  /** `major.minor.patch`. */
  readonly version: string;
  /** The day of the release, `YYYY-MM-DD`. */
  readonly day: string;
  readonly schema: GraphQLSchema;
}

const FOLDER = new URL("../releases/", import.meta.url);

/**
 * Every release, the oldest first: one file each, named by its version, whose first line says the day.
 * @throws Error naming the file whose first line does not
 */
export function readReleases(folder: URL = FOLDER): readonly Release[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".graphql"));
  return files
    .map((file) => {
      const sdl = readFileSync(new URL(file, folder), "utf8");
      const day = /^# Released (\d{4}-\d{2}-\d{2})\.\n/.exec(sdl)?.[1];
      if (!day) throw new Error(`${file} does not begin with the line "# Released YYYY-MM-DD.".`);
      return { version: file.slice(0, -".graphql".length), day, schema: buildSchema(sdl) };
    })
    .toSorted((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
}

/** The graph as it is now. */
export const currentSchema = (): GraphQLSchema =>
  buildSchema(readFileSync(new URL("../api.graphql", import.meta.url), "utf8"));
