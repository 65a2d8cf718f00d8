import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitAnswer } from "./split-answer.ts";

const split = (answer: unknown, picks: readonly (readonly number[])[]) =>
  splitAnswer(Buffer.from(typeof answer === "string" ? answer : JSON.stringify(answer)), picks).map((part) =>
    String(part),
  );

describe("a shared answer", () => {
  it("is parted by entities whatever their text holds", () => {
    const entity = fc.option(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }));
    fc.assert(
      fc.property(fc.array(entity, { minLength: 1 }), fc.array(fc.array(fc.nat())), (entities, picks) => {
        const within = picks.map((picked) => picked.map((index) => index % entities.length));
        expect(split({ data: { _entities: entities } }, within)).toEqual(
          within.map((picked) => JSON.stringify({ data: { _entities: picked.map((index) => entities[index]) } })),
        );
      }),
    );
  });

  it("gives each request the errors of its entities, and those of none", () => {
    const answer = {
      data: { _entities: [{ a: 1 }, null] },
      errors: [{ message: "x", path: ["_entities", 1, "a"] }, { message: "y" }],
    };
    expect(split(answer, [[0], [1, 0]]).map((text) => JSON.parse(text) as unknown)).toEqual([
      { data: { _entities: [{ a: 1 }] }, errors: [{ message: "y" }] },
      {
        data: { _entities: [null, { a: 1 }] },
        errors: [{ message: "x", path: ["_entities", 0, "a"] }, { message: "y" }],
      },
    ]);
  });

  it("goes to everybody as it is when it cannot be parted", () => {
    for (const text of ["<html>", "{}", '{"data":{"_entities":[{"a":1', '{"data":null}', "5"])
      expect(split(text, [[0], [1]])).toEqual([text, text]);
  });

  it("lacks what the agency left out, so that the number of entities betrays it", () => {
    expect(split({ data: { _entities: [{ a: 1 }] } }, [[0], [1]]).map((text) => JSON.parse(text) as unknown)).toEqual([
      { data: { _entities: [{ a: 1 }] } },
      { data: { _entities: [null] } },
    ]);
  });
});
