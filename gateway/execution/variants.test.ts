import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { composeForTest } from "../../test/support/agencies.ts";
import type { PlanResult } from "../planning/plan.ts";
import { createPlanner } from "../planning/planner.ts";
import { loadSupergraph } from "../planning/supergraph.ts";
import { compileVariants } from "./variants.ts";

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const supergraph = loadSupergraph(
  composeForTest({
    names: {
      url: "http://127.0.0.1:1/",
      sdl: `${LINK} type Query { first: Person } type Person @key(fields: "id") { id: ID! name: String }`,
    },
    ages: { url: "http://127.0.0.1:2/", sdl: `${LINK} type Person @key(fields: "id") { id: ID! age: Int }` },
  }),
);
const planner = createPlanner(supergraph.sdl);
const document = (text: string) => parse(text, { noLocation: true });

/** The forms of a document, and how often something was planned for them. */
function formsOf(text: string, planned: (documents: readonly string[]) => PlanResult | null = () => null) {
  const counted = { plans: 0 };
  const plan = async (documents: readonly string[]) => {
    counted.plans += 1;
    return planned(documents) ?? planner({ documents, overrides: [] });
  };
  const setting = { supergraph, agencies: new Map(), plan, overrides: () => [] };
  return { counted, variants: compileVariants(document(text), setting as never) };
}

describe("the form of an operation for a client that takes parts", () => {
  it.each([
    ["parts", "{ first { id ...@defer { age } } }", 1, true],
    ["whole where what is deferred has come already", "{ first { ...@defer { id } } }", 2, false],
  ])("is found out once: %s", async (_, text, plans, isParted) => {
    const { counted, variants } = formsOf(text);
    for (let time = 0; time < 3; time += 1) expect("first" in (await variants.parted(new Map()))).toBe(isParted);
    expect(counted.plans).toBe(plans);
  });

  it("is whole while parts cannot be planned, and tried again", async () => {
    const refusal = { refusal: { code: "LIMIT_PLANNING_EXCEEDED", message: "Busy." } } as const;
    let isBusy = true;
    const { variants } = formsOf("{ first { id ...@defer { age } } }", ([text]) =>
      isBusy && text?.includes("@defer") ? refusal : null,
    );
    expect("first" in (await variants.parted(new Map()))).toBe(false);
    isBusy = false;
    expect("first" in (await variants.parted(new Map()))).toBe(true);
  });
});
