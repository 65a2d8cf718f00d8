import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openDataSources } from "./data-sources.ts";

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const supergraph = readFileSync(new URL("../../schema/supergraph.graphql", import.meta.url), "utf8");

const open = (agencies: Parameters<typeof openDataSources>[0]["agencies"]) =>
  openDataSources({ keys: new Map(), agencies, timeoutMsOf: () => 100, log });

describe("the data source of an agency", () => {
  it("is refused at the start, and not at the first request, when nothing gives its address", () => {
    const { sourceOf } = open({});
    expect(() => sourceOf({ name: "foreign-ministry" })).toThrow(
      "Nothing says at which address foreign-ministry answers.",
    );
    expect(() => sourceOf({ name: "foreign-ministry", url: "http://127.0.0.1:4002/" })).not.toThrow();
  });

  it("is refused with instances for an agency that the supergraph does not shard", () => {
    const { prepare } = open({ "foreign-ministry": { instances: {}, routes: {} } });
    expect(() => prepare(supergraph)).toThrow(/foreign-ministry has several instances, but \w+ has no @shard/);
    expect(() => open({ "provincial-committees": { instances: {}, routes: {} } }).prepare(supergraph)).not.toThrow();
  });
});
