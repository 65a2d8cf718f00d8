import { parentPort, workerData } from "node:worker_threads";
import type { PlanRequest } from "./plan.ts";
import { createPlanner } from "./planner.ts";

// One request at a time: the pool sends the next only after an answer, so that a deadline belongs to one request.
const plan = createPlanner(workerData as string);
parentPort!.on("message", (request: PlanRequest) => parentPort!.postMessage(plan(request)));
parentPort!.postMessage("ready");
