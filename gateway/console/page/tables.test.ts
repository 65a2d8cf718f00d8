import { describe, expect, it } from "vitest";
import { sortedRows, tablesOf } from "./tables.ts";

describe("the tables of an answer", () => {
  it("begin with the longest list, objects within an item spread over columns", () => {
    const data = {
      committees: [{ code: "PTC-01" }],
      members: { totalCount: 2, nodes: [{ id: "a", record: { name: "Ánh" } }, { id: "b", record: null, cell: "x" }] },
    };
    const [members, committees] = tablesOf(data);
    expect(members).toEqual({
      path: "members.nodes",
      columns: ["id", "record.name", "cell"],
      rows: [["a", "Ánh", null], ["b", null, "x"]],
    });
    expect(committees?.path).toBe("committees");
  });

  it("end with the whole answer as fields and values, so that one record can be read downwards", () => {
    const data = { member: { id: "a", stays: [{ country: "Đức" }], left: null } };
    expect(tablesOf(data).at(-1)).toEqual({
      path: "",
      columns: ["field", "value"],
      rows: [["member.id", "a"], ["member.stays.0.country", "Đức"], ["member.left", null]],
    });
  });

  it("show the length of a list within an item, or its values when they are plain", () => {
    expect(tablesOf({ list: [{ tags: ["a", "b"], stays: [{ id: 1 }, { id: 2 }] }] })[0]).toMatchObject({
      columns: ["tags", "stays.length"],
      rows: [["a; b", 2]],
    });
  });

  it("leave out edges where nodes say the same, but not edges alone", () => {
    const edges = [{ cursor: "x", node: { id: "a" } }];
    expect(tablesOf({ list: { edges, nodes: [{ id: "a" }] } }).map(({ path }) => path)).toEqual(["list.nodes", ""]);
    expect(tablesOf({ list: { edges } })[0]?.columns).toEqual(["cursor", "node.id"]);
  });

  it.each([null, {}, { list: [] }])("are only the whole when there is no list: %j", (data) => {
    expect(tablesOf(data).map(({ path }) => path)).toEqual([""]);
  });
});

describe("sorted rows", () => {
  const order = (isDescending: boolean, ...cells: (string | number | null)[]) =>
    sortedRows({ path: "", columns: ["a"], rows: cells.map((cell) => [cell]) }, 0, isDescending).flat();

  it("follow the Vietnamese alphabet", () => {
    expect(order(false, "Đức", "Dũng", "Ánh", "An", "Ân")).toEqual(["An", "Ánh", "Ân", "Dũng", "Đức"]);
  });

  it("put numbers by size and not by their first digit", () => {
    expect(order(false, 10, 9, 1)).toEqual([1, 9, 10]);
    expect(order(true, 10, 9, 1)).toEqual([10, 9, 1]);
  });

  it("keep absent values last in both directions", () => {
    expect(order(false, null, 2, 1)).toEqual([1, 2, null]);
    expect(order(true, null, 2, 1)).toEqual([2, 1, null]);
  });
});
