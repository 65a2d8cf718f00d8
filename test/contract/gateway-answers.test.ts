import { describe, expect, it } from "vitest";
import { startSmallHub } from "../support/small-hub.ts";

describe("an answer put together from several agencies", () => {
  it("holds each agency's part, with the home record from the instance that serves the committee", async () => {
    await using hub = await startSmallHub();
    const { data, errors } = await hub.ask(`{ member(id: "mb_2") { id homeRecord { fullName } currentAssignment { country } homeOrganization { name } } }`);

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      member: { id: "mb_2", homeRecord: { fullName: "Name of mb_2" }, currentAssignment: { country: "JP" }, homeOrganization: { name: "Organization" } },
    });
    expect(hub.north.calls).toHaveLength(0);
    expect(hub.south.calls).toHaveLength(1);
  });
});
