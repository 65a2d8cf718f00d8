import { describe, expect, it } from "vitest";
import { bodyFault } from "./body-fault.ts";

const look = (text: string, bytes: Uint8Array = Buffer.from(text)) =>
  bodyFault(bytes, text, JSON.parse(text))?.message ?? null;

describe("a body of JSON", () => {
  it.each([
    '{"query":"{a}","variables":{"a":[1,{"b":":"}],"c":null}}',
    '{"query":"\\"x\\\\\\":{","operationName":"a\\\\"}',
    '{"a":"\\ud83d\\ude00 \\u00e9"}',
    '{"a":9007199254740991,"b":1e-7,"c":-0.5}',
    "[]",
    '"text: with a colon"',
  ])("is taken as it is: %s", (text) => {
    expect(look(text)).toBeNull();
  });

  it.each([
    ["names a member twice", '{"query":"{a}","query":"{b}"}'],
    ["names a member twice", '{"variables":{"a":1,"\\u0061":2}}'],
    ["names a member twice", '{"a":[{"b":1},{"b":1,"b":1}]}'],
    ["text that is not well-formed", '{"variables":{"i":"\\ud800"}}'],
    ["text that is not well-formed", '{"variables":{"i":"\\uDC00\\uD800"}}'],
    ["text that is not well-formed", '{"variables":{"i":"a\\u0000b"}}'],
    ["text that is not well-formed", '{"variables":{"\\u0000":1}}'],
    ["more than 64 brackets", `{"variables":${"[".repeat(40_000)}1${"]".repeat(40_000)}}`],
    ["cannot be read exactly", '{"variables":{"i":9007199254740993}}'],
    ["cannot be read exactly", '{"variables":{"i":1e300}}'],
  ])("is refused because it %s: %s", (reason, text) => {
    expect(look(text)).toContain(reason);
  });

  it("is refused when it is not UTF-8", () => {
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    expect(look(bytes.toString("utf8"), bytes)).toContain("UTF-8");
  });
});
