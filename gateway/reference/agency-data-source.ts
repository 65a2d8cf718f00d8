import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { parse, type GraphQLFormattedError } from "graphql";
import type { RequestContext } from "../request-context.ts";
import type { AgencyAnswer, AgencyInstance } from "./agency-instance.ts";
import type { Subrequest } from "./subrequest.ts";

/** What the stock executor calls for each fetch. */
export type DataSource = GraphQLDataSource;

/** A data source for an agency that answers at one address. */
export const agencyDataSource = (instance: AgencyInstance): DataSource => ({
  process: async (options) => toResponse(await instance.ask(toSubrequest(options))),
});

/** Reads a fetch of the stock executor. */
export function toSubrequest(options: GraphQLDataSourceProcessOptions): Subrequest {
  const { query = "", operationName, variables = {} } = options.request;
  const document = "document" in options && options.document ? options.document : parse(query);
  return { document, query, operationName, variables, context: options.context as unknown as RequestContext };
}

/** Puts an answer into the form of the stock executor, which turns `_entities` paths into those of the client. */
export const toResponse = ({ data, errors }: AgencyAnswer) => ({
  data,
  ...(errors.length > 0 && { errors: errors as readonly GraphQLFormattedError[] }),
});
