import { expect, it } from "vitest";
import { bandsOf } from "./bands.ts";

const names = (national: Readonly<Record<string, number>>) =>
  bandsOf(new Map(Object.entries(national))).map(({ name }) => name);

it("leaves years alone whose figure for the nation is not small", () => {
  expect(names({ 2015: 5, 2014: 9 })).toEqual(["2014", "2015"]);
});

it("joins small ones with their neighbours, the last with those before", () => {
  expect(names({ 2014: 2, 2015: 0, 2016: 3, 2017: 8, 2018: 4 })).toEqual(["2014-2016", "2017-2018"]);
});

it("names joined kinds one by one", () => {
  const kinds = { OFFICIAL: 40, TEMPORARY: 3, WITHOUT_TRANSFER: 4 };
  expect(names(kinds)).toEqual(["OFFICIAL", "TEMPORARY+WITHOUT_TRANSFER"]);
});

it("has no band where all of it together is small", () => {
  expect(names({ 2014: 2, 2015: 2 })).toEqual([]);
});
