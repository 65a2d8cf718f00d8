import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

const FEDERATION = [
  "@key",
  "@shareable",
  "@external",
  "@requires",
  "@provides",
  "@interfaceObject",
  "@override",
  "@context",
  "@fromContext",
  "@inaccessible",
  "@composeDirective",
  "@authenticated",
  "@requiresScopes",
  "@policy",
  "@cost",
];

const HEADER = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(FEDERATION)})
`;

const SHARDED = `
  extend schema @link(url: "https://hub.example/specs/hub/v1.0", import: ["@shard"]) @composeDirective(name: "@shard")
  directive @shard(by: String!) on OBJECT | FIELD_DEFINITION
`;

const PERSONAL = `
  extend schema @link(
      url: "https://hub.example/specs/hub/v1.0"
      import: ["@classified", { name: "@person", as: "@whose" }]
    )
    @composeDirective(name: "@whose") @composeDirective(name: "@classified")
  directive @whose(by: String) on OBJECT | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  directive @classified(as: hub__DataClass!) repeatable on OBJECT | FIELD_DEFINITION
  enum hub__DataClass { PUBLIC INTERNAL PERSONAL SENSITIVE NOT_SERVED }
`;

/** The SDL of an agency with the federation header that its own text leaves out. */
export const withHeader = (sdl: string) =>
  HEADER + (sdl.includes("@shard") ? SHARDED : "") + (/@whose|@classified/.test(sdl) ? PERSONAL : "") + sdl;

/** A supergraph from agencies' SDL by name. @throws with every composition error. */
export function compose(agencies: Readonly<Record<string, string>>): string {
  const services = Object.entries(agencies).map(([name, sdl]) => ({
    name,
    url: `http://${name}.example`,
    typeDefs: parse(withHeader(sdl)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}
