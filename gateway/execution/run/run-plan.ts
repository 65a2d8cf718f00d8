import type { Step } from "../compile/compile-plan.ts";
import type { Execution } from "./execution.ts";
import { runEntityCall } from "./run-entity-call.ts";
import { runRootCall } from "./run-root-call.ts";

/** Runs a compiled plan into the execution's tree. Never throws: what fails leaves faults at its places. */
export async function runPlan(step: Step | null, execution: Execution): Promise<void> {
  switch (step?.kind) {
    case "sequence":
      for (const next of step.steps) await runPlan(next, execution);
      return;
    case "parallel":
      await Promise.all(step.steps.map((each) => runPlan(each, execution)));
      return;
    case "root":
      return runRootCall(step, execution);
    case "entities":
      return runEntityCall(step, execution);
  }
}
