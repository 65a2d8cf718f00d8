import { cruise, type ICruiseResult, type IModule, type IRegularForbiddenRuleType } from "dependency-cruiser";

const elastic = "^node_modules/@apollo/(gateway|composition|query-planner|query-graphs|federation-internals)";
const tests = "\\.test\\.ts$|^(test|bench)/";
const agencies = ["organization-commission", "foreign-ministry", "provincial-committees", "audit-log"];

const forbid = (
  name: string,
  from: IRegularForbiddenRuleType["from"],
  to: IRegularForbiddenRuleType["to"],
): IRegularForbiddenRuleType => ({
  name,
  severity: "error",
  from,
  to,
});

/** The arrows of the house: contract <- kit <- agency, contract <- gateway; nothing imports tests or benchmarks. */
const borders: IRegularForbiddenRuleType[] = [
  forbid(
    "the contract needs nothing but Node",
    { path: "^schema/contract/", pathNot: tests },
    { pathNot: ["^schema/contract/", "^(node:)?[a-z_/]+$"] },
  ),
  forbid("schema knows no process", { path: "^schema/", pathNot: tests }, { path: "^(gateway|subgraphs|deploy)/" }),
  forbid(
    "the kit knows no agency",
    { path: "^subgraphs/kit/", pathNot: tests },
    { path: "^(gateway|deploy|subgraphs/(?!kit/))" },
  ),
  ...agencies.map((agency) =>
    forbid(
      `${agency} knows no other agency`,
      { path: `^subgraphs/${agency}/` },
      { path: `^(gateway|deploy)/|^subgraphs/(?!kit/|${agency}/)` },
    ),
  ),
  forbid("the gateway knows no agency", { path: "^gateway/", pathNot: tests }, { path: "^(subgraphs|deploy)/" }),
  forbid(
    "the gateway knows no database but the one that counts budgets and uses",
    { path: "^gateway/", pathNot: `^gateway/(budgets/budget|usage/use)-stores\\.ts$|${tests}` },
    { path: "node_modules/(kysely|pg|rate-limiter-flexible)/" },
  ),
  forbid(
    "nothing imports tests or benchmarks",
    { path: "^(gateway|subgraphs|schema|deploy)/", pathNot: tests },
    { path: "^(test|bench)/" },
  ),
  forbid(
    "Elastic-2.0 packages stay in gateway and schema",
    { pathNot: `^(gateway|schema)/|${tests}` },
    { path: elastic },
  ),
  forbid("no import goes in a circle", {}, { circular: true }),
];

/** What was found below a folder. */
export interface Crossings {
  /** How many of our own modules were read. */
  readonly modules: number;
  /** Every border crossed, as `rule: from -> to`. */
  readonly crossed: readonly string[];
  /** What runs in production and imports a package that is not installed there, as `from -> package`. */
  readonly missing: readonly string[];
}

/** The processes of production. */
const ENTRY = /^(deploy\/hub|gateway\/main|subgraphs\/[\w-]+\/main)\.ts$/;

/** Looks at every import below a folder. */
export async function crossings(baseDir: string): Promise<Crossings> {
  const folders = ["gateway", "subgraphs", "schema", "deploy", "test", "bench"];
  const { output } = await cruise(folders, {
    baseDir,
    validate: true,
    ruleSet: { forbidden: borders },
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ["node", "import", "types"],
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".js", ".mjs"],
    },
  });
  const { modules, summary } = output as ICruiseResult;
  return {
    modules: modules.filter(({ source }) => /^(gateway|subgraphs|schema|deploy|test|bench)\//.test(source)).length,
    crossed: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    missing: missingInProduction(modules),
  };
}

function missingInProduction(modules: readonly IModule[]): readonly string[] {
  const bySource = new Map(modules.map((module) => [module.source, module]));
  const reached = new Set(modules.map(({ source }) => source).filter((source) => ENTRY.test(source)));
  const missing: string[] = [];
  // A set that grows while it is walked through: what is added is still to come.
  for (const source of reached) {
    for (const { resolved, dependencyTypes } of bySource.get(source)?.dependencies ?? []) {
      if (dependencyTypes.includes("type-only")) continue;
      if (dependencyTypes.includes("npm-dev")) missing.push(`${source} -> ${resolved}`);
      reached.add(resolved);
    }
  }
  return missing;
}
