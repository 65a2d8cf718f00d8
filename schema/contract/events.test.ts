import { describe, expect, it } from "vitest";
import { eventBodies, type EventKind } from "./event-bodies.ts";
import { eventDigest, eventFault, isProcessName, newEventId, type AnyEvent } from "./events.ts";

const event: AnyEvent = {
  id: newEventId(Date.parse("2026-03-02T01:02:03.004Z")),
  source: "provincial-committees/north",
  target: "foreign-ministry",
  subject: "oa_0000000000001",
  sequence: 1,
  kind: "directory.read",
  occurredAt: "2026-03-02T01:02:03.004Z",
  body: { changeId: "dc_1", committee: "PTC-01", readOn: "2026-03-02" },
};

describe("an event", () => {
  it("is what the contract describes", () => expect(eventFault(event)).toBeNull());

  it.each<[string, object, string]>([
    ["no object", { kind: "nothing" }, "kind must be one of the list"],
    ["an id of another version", { id: "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d" }, "id must be a UUID of version 7"],
    ["a source that is no process", { source: "../north" }, "source must name a process"],
    ["a target that is no process", { target: "" }, "target must name a process"],
    ["a subject with a line break", { subject: "oa_1\n" }, "subject must be an id"],
    ["sequence zero", { sequence: 0 }, "sequence must be a whole number from 1"],
    ["a day for an instant", { occurredAt: "2026-03-02" }, "occurredAt must be an instant"],
    ["a kind from the prototype", { kind: "constructor" }, "kind must be one of the list"],
    ["a property more", { note: "x" }, "an event has a property that is not known"],
    ["a property more in its body", { body: { ...event.body, name: "x" } }, "body has a property that is not known"],
    ["a property less in its body", { body: { changeId: "dc_1", committee: "PTC-01" } }, "body.readOn must be a day"],
    ["a day that does not exist", { body: { ...event.body, readOn: "2026-02-30" } }, "body.readOn must be a day"],
  ])("is not one with %s", (_, change, fault) => expect(eventFault({ ...event, ...change })).toBe(fault));

  it.each([[null], ["text"], [[]]])("is not %j", (value) => expect(eventFault(value)).not.toBeNull());

  it.each([["JP", null], ["VN", "body.countryCode must be one of its list"], ["XX", "body.countryCode must be one of its list"]])(
    "about %s is told as a country abroad has it",
    (countryCode, fault) => {
      const letter = { requestId: "vr_1", requestedBy: "PTC-01", letterNumber: "1", requestedOn: "2026-03-02" };
      expect(eventFault({ ...event, kind: "verification.requested", body: { ...letter, countryCode } })).toBe(fault);
    },
  );

  it("quotes nothing of what it refuses", () => {
    expect(eventFault({ ...event, kind: "member.placed", body: { "Nguyễn Văn A": 1 } })).not.toContain("Nguyễn");
  });

  it("has a digest that changes with everything it says, and not with when it was said", () => {
    const digest = eventDigest(event);
    expect(eventDigest({ ...event, occurredAt: "2027-01-01T00:00:00.000Z" })).toBe(digest);
    expect(eventDigest({ ...event, sequence: 2 })).not.toBe(digest);
    expect(eventDigest({ ...event, body: { ...event.body, committee: "PTC-02" } } as AnyEvent)).not.toBe(digest);
  });
});

describe("a new event id", () => {
  it("sorts by its millisecond and is never the same twice", () => {
    const [first, second, later] = [newEventId(1_000), newEventId(1_000), newEventId(1_001)];
    expect(first).not.toBe(second);
    expect([first, second].every((id) => id < later)).toBe(true);
  });
});

describe("the kinds of event", () => {
  it("carry of a person what the receiver must know, and nothing that is sensitive", () => {
    const texts = Object.keys(eventBodies) as EventKind[];
    expect(texts.length).toBeGreaterThan(5);
    // A member's whole file goes in one kind of event, and its receiver is the committee that keeps the record from then on.
    const withFile = texts.filter((kind) => !eventBodies[kind].fault({ file: "x" }, "body")?.includes("not known"));
    expect(withFile).toEqual(["member.handed-over"]);
    // A body of nothing but strangers names its first fault; a sensitive property would have to be known to pass.
    for (const name of ["ethnicityCode", "religion", "bornOn", "personalNumber", "recordNumber", "cardNumber"]) {
      for (const kind of texts) {
        expect(eventBodies[kind].fault({ [name]: "x" }, "body")).toBe("body has a property that is not known");
      }
    }
  });
});

describe("the name of a process", () => {
  it.each([["foreign-ministry"], ["provincial-committees/north"]])("may be %s", (name) =>
    expect(isProcessName(name)).toBe(true),
  );
  it.each([[""], ["a/b/c"], ["A"], ["a b"], ["a/"]])("may not be %j", (name) => expect(isProcessName(name)).toBe(false));
});
