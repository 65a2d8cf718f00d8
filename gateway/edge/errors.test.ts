import { buildSchema, GraphQLError, parse, validate, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { presentError, type Log } from "./errors.ts";

function recorder() {
  const lines: object[] = [];
  const ignore = () => undefined;
  const log: Log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (details) => void lines.push(Object(details) as object),
  };
  return { log, lines };
}

/** What the parser or the validator says, as Apollo Server hands it on. */
function faultsOf(schema: GraphQLSchema, text: string): readonly GraphQLError[] {
  const named = (code: string) => (error: GraphQLError) => new GraphQLError(error.message, { extensions: { code } });
  try {
    return validate(schema, parse(text)).map(named("GRAPHQL_VALIDATION_FAILED"));
  } catch (error) {
    return [named("GRAPHQL_PARSE_FAILED")(error as GraphQLError)];
  }
}

describe("an error on its way out", () => {
  it("keeps text, place, code and agency when its code is listed, and no other extension", () => {
    const error = new GraphQLError("Late.", {
      path: ["a", 0],
      extensions: { code: "AGENCY_TIMEOUT", agency: "foreign-ministry", serviceName: "x", query: "{}" },
    });
    const { log, lines } = recorder();
    expect(presentError(error.toJSON(), error, log)).toEqual({
      message: "Late.",
      path: ["a", 0],
      extensions: { code: "AGENCY_TIMEOUT", agency: "foreign-ministry" },
    });
    expect(lines).toEqual([]);
  });

  it.each(["DOWNSTREAM_SERVICE_ERROR", "INTERNAL", "INTERNAL_SERVER_ERROR", "toString", undefined])(
    "says nothing but an incident id when its code is %s, and leaves the cause in the log",
    (code) => {
      const cause = new Error("connect to 10.0.0.7 refused");
      const error = new GraphQLError("connect to 10.0.0.7 refused", { originalError: cause, extensions: { code } });
      const { log, lines } = recorder();
      const { message, extensions } = presentError(error.toJSON(), error, log);
      expect(message).toBe("The hub met an unexpected fault; the incident id is in its log.");
      expect(extensions?.["code"]).toBe("INTERNAL");
      expect(lines).toEqual([{ incidentId: extensions?.["incidentId"], err: cause }]);
    },
  );

  it.each([
    ["Int", "{ n(of: SECRET) }", "Int cannot represent non-integer value given here."],
    ["input", "{ d(on: SECRET) }", 'Expected value of type "In!".'],
    ["Enum", "{ e(as: SECRET) }", 'Enum "E" cannot represent non-enum value given here.'],
    ["enum name", "{ e(as: Nguyen) }", 'The value does not exist in "E" enum.'],
    ["syntax", "{ n(SECRET) }", "Syntax Error: Expected Name, found String."],
    ["block", '{ n """Nguyen" 079""" }', "Syntax Error: Expected Name, found BlockString."],
    ["unexpected", "{ n } 5079123456789", "Syntax Error: Unexpected Int."],
  ])("repeats no value of a document: %s", (_, template, message) => {
    const schema = buildSchema(
      "enum E { X } input In { a: Int } type Query { n(of: Int): Int d(on: In!): Int e(as: E): Int }",
    );
    const given = template.replace("SECRET", '"Nguyen: 079123456789"');
    const { log, lines } = recorder();
    const presented = faultsOf(schema, given).map((error) => presentError(error.toJSON(), error, log));
    expect(presented[0]?.message).toBe(message);
    expect(JSON.stringify([presented, lines])).not.toMatch(/Nguyen|079/);
  });

  it.each([
    [405, "METHOD_NOT_ALLOWED"],
    [406, "NOT_ACCEPTABLE"],
    [415, "UNSUPPORTED_MEDIA_TYPE"],
    [400, "BAD_REQUEST"],
  ])("tells bad requests apart by their status %i", (status, code) => {
    const error = new GraphQLError("No.", { extensions: { code: "BAD_REQUEST", http: { status } } });
    expect(presentError(error.toJSON(), error, recorder().log).extensions).toEqual({ code });
  });
});
