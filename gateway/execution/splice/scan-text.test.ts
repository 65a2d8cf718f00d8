import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerText } from "../bytes/answer-text.ts";
import { Tape } from "../bytes/tape.ts";
import { Captured } from "./captured.ts";
import { scanList, scanObject, type FieldScan } from "./scan-object.ts";
import { orNull, scanLeaf, type Scan, type ScanState } from "./scan-text.ts";

/** Texts to damage; more of them find what is rarer. */
const RUNS = Number(process.env["SCAN_RUNS"] ?? 1_000);

const stateFor = (text: string): ScanState | null => {
  const answer = answerText(Buffer.from(text, "latin1"));
  if (!answer) return null;
  const nothing = { counts: [0], current: [0], proof: [], persons: [] };
  return { answer, tape: new Tape(0), captured: new Captured(0), captures: [[]], ...nothing };
};
/** Whether a whole text is accepted. */
const accepts = (scan: Scan, text: string) => {
  const state = stateFor(text);
  return state !== null && scan(state, 0) === text.length;
};
const field = (name: string, scan: Scan): FieldScan => ({
  name,
  scan,
  capture: -1,
  capturedFor: -1,
  cut: { begins: false, ends: false, valueOnly: false },
});

describe("a scan", () => {
  it("accepts every string as JSON.stringify writes it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) =>
        accepts(scanLeaf("String"), Buffer.from(JSON.stringify(value)).toString("latin1")),
      ),
    );
  });

  it("accepts every number of its type and no other scalar", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) =>
        accepts(scanLeaf("Int"), String(value)),
      ),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        accepts(scanLeaf("Float"), JSON.stringify(value)),
      ),
    );
    for (const text of ["2147483648", "-2147483649", "1.5", "01", "-", "", "1e3", '"1"', "true", "null", "{}"])
      expect(accepts(scanLeaf("Int"), text)).toBe(false);
    for (const text of ["01", ".5", "1.", "1e400", "NaN", "Infinity", '"1"', "null"])
      expect(accepts(scanLeaf("Float"), text)).toBe(false);
    for (const text of ['"true"', "tru", "1", "null"]) expect(accepts(scanLeaf("Boolean"), text)).toBe(false);
  });

  it("refuses strings that JSON forbids", () => {
    for (const text of ['"a', '"a\nb"', '"\\x"', '"\\u12"', '"\\"', 'a"', "'a'", '"a"b"'])
      expect(accepts(scanLeaf("String"), text)).toBe(false);
  });

  it("accepts only values of an enum that may leave the hub, and null only where it is allowed", () => {
    const scan = scanLeaf(new Set(["RED"]));
    expect([
      accepts(scan, '"RED"'),
      accepts(scan, '"SECRET"'),
      accepts(scan, "null"),
      accepts(orNull(scan), "null"),
    ]).toEqual([true, false, false, true]);
  });

  it("never accepts a text that is not JSON of the expected form, however it is damaged", () => {
    const item = scanObject([field("a", scanLeaf("Int")), field("b", orNull(scanLeaf("String")))], {
      isTaped: true,
      kind: 0,
      nonNull: false,
    });
    const scan = scanObject(
      [field("list", scanList(item, { isTaped: true, nonNull: true })), field("on", scanLeaf("Boolean"))],
      { isTaped: false, kind: -1, nonNull: true },
    );
    const right = {
      list: fc.array(
        fc.option(
          fc.record({ a: fc.integer({ min: 0, max: 99 }), b: fc.option(fc.string()) }, { noNullPrototype: true }),
        ),
      ),
      on: fc.boolean(),
    };
    const characters = ['"', "\\", "{", "}", "[", "]", ",", ":", "0", "x", "null", "\n", ""];
    fc.assert(
      fc.property(
        fc.record(right, { noNullPrototype: true }),
        fc.nat(),
        fc.nat(2),
        fc.constantFrom(...characters),
        (value, at, cut, put) => {
          const text = JSON.stringify(value);
          expect(accepts(scan, text)).toBe(true);
          const place = at % text.length;
          const damaged = text.slice(0, place) + put + text.slice(place + cut);
          if (!accepts(scan, damaged)) return;
          const parsed = JSON.parse(damaged) as { list: ({ a: number; b: string | null } | null)[]; on: boolean };
          expect(Object.keys(parsed)).toEqual(["list", "on"]);
          for (const it of parsed.list)
            if (it)
              expect([typeof it.a, it.b === null || typeof it.b === "string", Object.keys(it).length]).toEqual([
                "number",
                true,
                2,
              ]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("never accepts bytes that a parser reads otherwise: cut, overwritten or repeated at any place", () => {
    const enumScan = scanLeaf(new Set(["RED", "DARK_RED"]));
    const texts = scanList(orNull(scanLeaf("String")), { isTaped: false, nonNull: true });
    const scans: readonly (readonly [string, Scan])[] = [
      ["text", scanLeaf("String")],
      ["int", scanLeaf("Int")],
      ["float", scanLeaf("Float")],
      ["custom", scanLeaf("Instant")],
      ["color", enumScan],
      ["rows", scanList(texts, { isTaped: false, nonNull: false })],
    ];
    const scan = scanObject(
      scans.map(([name, each]) => field(name, each)),
      { isTaped: false, kind: -1, nonNull: true },
    );
    const text = fc.string({ unit: fc.oneof(fc.constantFrom("\\", '"', "\u2028", "\ud800", "\0", "ế"), fc.string()) });
    const value = fc.record(
      {
        text,
        int: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        float: fc.double({ noNaN: true, noDefaultInfinity: true }),
        custom: fc.oneof(text, fc.boolean(), fc.maxSafeInteger()),
        color: fc.constantFrom("RED", "DARK_RED"),
        rows: fc.array(fc.array(fc.option(text), { maxLength: 3 }), { maxLength: 3 }),
      },
      { noNullPrototype: true },
    );
    const damages: readonly ((bytes: Buffer, at: number, by: number) => Buffer)[] = [
      (bytes, at) => bytes.subarray(0, at),
      (bytes, at) => bytes.subarray(at),
      (bytes, at, by) => Buffer.concat([bytes.subarray(0, at), Buffer.of(by), bytes.subarray(at + 1)]),
      (bytes, at, by) => Buffer.concat([bytes.subarray(0, at), Buffer.of(by), bytes.subarray(at)]),
      (bytes, at, by) => Buffer.concat([bytes.subarray(0, at + (by % 9)), bytes.subarray(at)]),
      (bytes, at, by) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + (by % 9))]),
    ];
    const isAccepted = (bytes: Buffer) => accepts(scan, bytes.toString("latin1"));
    fc.assert(
      fc.property(value, fc.nat(), fc.nat(255), fc.constantFrom(...damages), (given, at, by, damage) => {
        const bytes = Buffer.from(JSON.stringify(given));
        expect(isAccepted(bytes)).toBe(true);
        const damaged = damage(bytes, at % bytes.length, by);
        if (!isAccepted(damaged)) return;
        const read = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(damaged)) as Record<string, unknown>;
        expect(Object.keys(read)).toEqual(scans.map(([name]) => name));
        expect([typeof read["text"], Number.isInteger(read["int"]), Number.isFinite(read["float"])]).toEqual([
          "string",
          true,
          true,
        ]);
        expect(Math.abs(Number(read["int"]))).toBeLessThanOrEqual(2 ** 31);
        expect(["RED", "DARK_RED"]).toContain(read["color"]);
        expect(typeof read["custom"]).not.toBe("object");
      }),
      { numRuns: RUNS },
    );
  });
});
