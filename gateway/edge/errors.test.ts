import { GraphQLError } from "graphql";
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
    [405, "METHOD_NOT_ALLOWED"],
    [406, "NOT_ACCEPTABLE"],
    [415, "UNSUPPORTED_MEDIA_TYPE"],
    [400, "BAD_REQUEST"],
  ])("tells bad requests apart by their status %i", (status, code) => {
    const error = new GraphQLError("No.", { extensions: { code: "BAD_REQUEST", http: { status } } });
    expect(presentError(error.toJSON(), error, recorder().log).extensions).toEqual({ code });
  });
});
