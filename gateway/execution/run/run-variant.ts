import type { Variant } from "../compile/compile-variant.ts";
import type { ResponseSelection } from "../compile/response-shape.ts";
import { clientPath, complete, errorAt, type Completed } from "../verify/complete.ts";
import type { Path } from "../verify/faults.ts";
import type { Execution } from "./execution.ts";
import { runPlan } from "./run-plan.ts";
import { fillTree } from "./tree-paths.ts";

/** Runs a variant the general way: every answer parsed, verified and merged, the response completed by the schema. */
export async function runVariant(
  { steps, selection, introspection }: Variant,
  execution: () => Execution,
): Promise<Pick<Completed, "data" | "errors">> {
  const executions = steps.map(execution);
  await Promise.all(steps.map((step, pass) => runPlan(step, executions[pass]!)));
  const [first, ...others] = executions as [Execution, ...Execution[]];
  for (const { tree } of others) fillTree(first.tree, tree);
  const { data, errors } = complete(first.tree, selection, introspection?.(first.coercedVariables) ?? {});
  const strays = executions.flatMap(({ strays }) => strays);
  return { data, errors: [...errors, ...strays.map(({ fault, path }) => errorAt(fault, strayPath(path, selection)))] };
}

/** A path in the tree as the client knows it. */
export const strayPath = (path: Path, selection: ResponseSelection) =>
  clientPath(path, { kind: "object", nonNull: false, selection });
