import { readFile } from "node:fs/promises";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

/** An agency of the bench: a name in the supergraph, a schema, an address. */
export interface BenchAgency {
  readonly name: string;
  /** Path of its schema, written for Federation 1, which is what all gateways of the field understand. */
  readonly schemaFile: string;
  readonly url: string;
}

/** The supergraph of the agencies, for gateways that take one. @throws when they do not compose */
export async function composeAgencies(agencies: readonly BenchAgency[]): Promise<string> {
  const services = agencies.map(async ({ name, schemaFile, url }) => {
    return { name, url, typeDefs: parse(await readFile(schemaFile, "utf8")) };
  });
  const { supergraphSdl, errors } = composeServices(await Promise.all(services));
  if (errors || !supergraphSdl) throw new Error(`The bench's agencies do not compose: ${errors?.join("; ")}`);
  return supergraphSdl;
}
