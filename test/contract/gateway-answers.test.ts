import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSmallHub, type SmallHub } from "../support/small-hub.ts";

describe("an answer put together from several agencies", () => {
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub()));
  afterAll(() => hub[Symbol.asyncDispose]());
  beforeEach(() => [hub.commission, hub.ministry, hub.north, hub.south].forEach(({ calls }) => calls.splice(0)));

  it("holds each agency's part, with the home record from the instance that serves the committee", async () => {
    const { data, errors } = await hub.ask(
      `{ member(id: "mb_2") { id homeRecord { fullName } currentAssignment { country } homeOrganization { name } } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      member: {
        id: "mb_2",
        homeRecord: { fullName: "Name of mb_2" },
        currentAssignment: { country: "JP" },
        homeOrganization: { name: "Organization" },
      },
    });
    expect([hub.north.calls.length, hub.south.calls.length]).toEqual([0, 1]);
  });

  it("carries the request id to every agency", async () => {
    const body = JSON.stringify({
      query: `{ member(id: "mb_1") { homeRecord { fullName } currentAssignment { country } } }`,
    });
    await fetch(hub.gateway.url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": "trace-7" },
      body,
    });

    expect([hub.commission, hub.ministry, hub.north].map(({ calls }) => calls[0]?.requestId)).toEqual([
      "trace-7",
      "trace-7",
      "trace-7",
    ]);
  });

  it("puts entities of several instances back in order, and places an unknown committee at its member", async () => {
    const { data, errors } = await hub.ask(`{ roster { id homeRecord { fullName } } }`);

    expect(data).toEqual({
      roster: [
        { id: "mb_1", homeRecord: { fullName: "Name of mb_1" } },
        { id: "mb_2", homeRecord: { fullName: "Name of mb_2" } },
        { id: "mb_3", homeRecord: { fullName: "Name of mb_3" } },
        { id: "mb_4", homeRecord: null },
      ],
    });
    expect(errors).toEqual([
      {
        message: "No instance serves this committee.",
        path: ["roster", 3, "homeRecord"],
        extensions: { code: "COMMITTEE_UNKNOWN", agency: "provincial-committees" },
      },
    ]);
    expect([hub.north.calls.length, hub.south.calls.length]).toEqual([1, 1]);
  });

  it("sends root fields to the instances of their committees, by literal and by variable", async () => {
    const query = `query($south: ID!, $named: Boolean = true) {
      a: members(committee: "PTC-01") { id ...name }
      b: members(committee: $south) { id ...name @include(if: $named) }
      c: members(committee: "PTC-77") { id }
    }
    fragment name on Member { homeRecord { fullName } }`;
    const { data, errors } = await hub.ask(query, { south: "PTC-79" });

    const member = (id: string) => ({ id, homeRecord: { fullName: `Name of ${id}` } });
    expect(data).toEqual({ a: [member("mb_1"), member("mb_3")], b: [member("mb_2")], c: null });
    expect(errors).toEqual([
      {
        message: "No instance serves this committee.",
        path: ["c"],
        extensions: { code: "COMMITTEE_UNKNOWN", agency: "provincial-committees" },
      },
    ]);
    expect(hub.south.calls[0]?.variables).toEqual({ south: "PTC-79" });
    expect(hub.north.calls[0]?.variables).toEqual({});
  });

  it("places a field that one agency could not read with its index, and hides the agency's own words", async () => {
    const { data, errors } = await hub.ask(`{ roster { id number: card } }`);

    expect(data?.["roster"]).toMatchObject([
      { number: "mb_1" },
      { number: null },
      { number: "mb_3" },
      { number: "mb_4" },
    ]);
    expect(errors).toEqual([
      {
        message: "The agency reported a fault of its own.",
        path: ["roster", 1, "number"],
        extensions: { code: "AGENCY_FAILED", agency: "foreign-ministry" },
      },
    ]);
  });

  it("passes an agency's refusal on with its code, in the hub's own words", async () => {
    const { data, errors } = await hub.ask(`{ refusal }`);

    expect(data).toEqual({ refusal: null });
    expect(errors).toEqual([
      {
        message:
          "An argument here, or of a field asked of the agency at once, is not of the form that the schema describes; " +
          "for example, a day exists and is written YYYY-MM-DD, and a count is not negative.",
        path: ["refusal"],
        extensions: { code: "INPUT_MALFORMED", agency: "organization-commission" },
      },
    ]);
  });

  it("lets nothing of an agency's fault through but that there was one", async () => {
    const { errors } = await hub.ask(`{ broken: fault }`);

    expect(errors).toEqual([
      {
        message: "The agency reported a fault of its own.",
        path: ["broken"],
        extensions: { code: "AGENCY_FAILED", agency: "organization-commission" },
      },
    ]);
  });

  it("answers a member that no agency knows with null and no error", async () => {
    expect(await hub.ask(`{ member(id: "mb_9") { id homeRecord { fullName } } }`)).toEqual({ data: { member: null } });
  });

  it("lets a null rise where the graph forbids one, and says why", async () => {
    hub.ministry.fault = (response) =>
      void response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"data":{"assignments":[{"member":{"__typename":"Member","id":null}}]}}');
    const { data, errors } = await hub.ask(`{ assignments { member { id } } }`);
    hub.ministry.fault = undefined;

    expect(data).toEqual({ assignments: [{ member: null }] });
    expect(errors).toMatchObject([
      { path: ["assignments", 0, "member", "id"], extensions: { code: "AGENCY_ANSWER_MALFORMED" } },
    ]);
  });

  it("answers introspection as an IDE asks it", async () => {
    const deep = "ofType { name ".repeat(8) + "}".repeat(8);
    const { data, errors } = await hub.ask(`{ __schema { types { fields { type { name ${deep} } } } } }`);
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty("__schema.types");
  });
});
