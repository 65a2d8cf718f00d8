import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));

describe("the agencies file for production", () => {
  it("leads every committee to the instance that deploy/committees.json names, and no other", () => {
    const committees: Record<string, readonly string[]> = read("../committees.json");
    const routes = Object.entries(committees).flatMap(([instance, codes]) => codes.map((code) => [code, instance]));
    expect(routes.length).toBeGreaterThan(30);
    expect(read("agencies.json")["provincial-committees"].routes).toEqual(Object.fromEntries(routes));
  });
});
