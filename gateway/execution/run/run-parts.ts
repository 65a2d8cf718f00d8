import type { LaterPayload, PartedResult, PartErrors, PendingPart } from "../answers.ts";
import type { AccountPart } from "../operation-request.ts";
import type { Part, PartedVariant } from "../compile/compile-parts.ts";
import type { ResponseSelection } from "../compile/response-shape.ts";
import { withIncident } from "../incidents.ts";
import type { OperationResult } from "../answers.ts";
import { complete, errorAt, pathTo, type Completed, type Incomplete } from "../verify/complete.ts";
import { Fault } from "../verify/faults.ts";
import type { Execution } from "./execution.ts";
import { runPlan } from "./run-plan.ts";
import { strayPath } from "./run-variant.ts";

/** A part that the client waits for: some fields of every object that was announced. */
interface AwaitedPart {
  readonly part: Part;
  readonly objects: readonly (Incomplete & { readonly id: string })[];
  /** Whom the part around it told about, and so whom this one is about. */
  readonly persons: readonly string[];
}

/** What became of it: for each object its fields, or the errors by which the part as a whole was lost. */
type Outcome = PartDone | { readonly errors: PartErrors };

interface PartDone {
  readonly completed: readonly Completed[];
  readonly persons: readonly string[];
}

/**
 * Runs an operation's first part and answers with it. What follows is run while the answer is read: each part begins
 * when the one around it has left, so that it is only fetched for objects that the client has.
 */
export async function runParts(
  { first, selection, labels }: PartedVariant,
  execution: Execution,
  account: AccountPart = (execute) => execute({}),
): Promise<PartedResult | OperationResult> {
  let ids = 0;
  const announced = new Set<AwaitedPart>();
  const running = new Map<AwaitedPart, Promise<readonly [AwaitedPart, Outcome]>>();
  const root = { object: execution.tree, place: null, selection };
  const [{ data, errors, later }] = (await runPart(first, [root], execution, selection)) as [Completed];
  const pending = announce(first, { completed: [{ data, errors, later }], persons: execution.record.persons });
  const answer = { data, ...told(errors) };
  return pending.length > 0 ? { ...answer, pending, later: payloads() } : answer;

  /** Tells what comes of the objects of a part. */
  function announce({ within }: Part, { completed, persons }: PartDone): readonly PendingPart[] {
    const byName = Map.groupBy(
      completed.flatMap(({ later }) => later),
      ({ label }) => label,
    );
    return [...byName].flatMap(([name, incomplete]) => {
      const objects = incomplete.map((object) => ({ ...object, id: String(ids++) }));
      announced.add({ part: within.get(name)!, objects, persons });
      const label = labels.get(name);
      return objects.map(({ id, place }) => ({ id, path: pathTo(place), ...(label != null && { label }) }));
    });
  }

  async function* payloads(): AsyncGenerator<LaterPayload, void> {
    while (announced.size + running.size > 0) {
      announced.forEach(begin);
      const [done, outcome] = await Promise.race(running.values());
      running.delete(done);
      const pending = "completed" in outcome ? announce(done.part, outcome) : [];
      const hasNext = announced.size + running.size > 0;
      yield { ...(pending.length > 0 && { pending }), ...broughtBy(outcome, done), hasNext };
    }
  }

  function begin(awaited: AwaitedPart): void {
    announced.delete(awaited);
    running.set(
      awaited,
      outcomeOf(awaited).then((outcome) => [awaited, outcome]),
    );
  }

  /** Never rejects: whoever reads the answer may have gone. */
  async function outcomeOf({ part, objects, persons }: AwaitedPart): Promise<Outcome> {
    try {
      return await account(async ({ record = { persons: [], agencies: [] } }) => {
        record.persons.push(...persons);
        const completed = await runPart(part, objects, { ...execution, record, strays: [] }, selection);
        const [data, errors] = [completed.map(({ data }) => data), completed.flatMap(({ errors }) => errors)];
        return { completed, persons: record.persons, data, errors };
      });
    } catch (error) {
      const internal = errorAt(new Fault("INTERNAL", undefined), pathTo(objects[0]!.place));
      return { errors: [withIncident(internal, error, execution.log)] };
    }
  }
}

/** Fetches a part and completes each of its objects; `root` is what the whole answer looks like. */
async function runPart(
  { step }: Part,
  objects: readonly Pick<Incomplete, "object" | "place" | "selection">[],
  execution: Execution,
  root: ResponseSelection,
): Promise<readonly Completed[]> {
  await runPlan(step, execution);
  const strays = execution.strays.map(({ fault, path }) => errorAt(fault, strayPath(path, root)));
  return objects.map(({ object, place, selection }, index) => {
    const { errors, ...rest } = complete(object, selection, {}, place);
    const all = index === 0 ? [...errors, ...strays] : errors;
    return { ...rest, errors: all.map((error) => withIncident(error, error, execution.log)) };
  });
}

/** The fields that a part brings, and that nothing more comes of it. */
function broughtBy(outcome: Outcome, { objects }: AwaitedPart): Pick<LaterPayload, "incremental" | "completed"> {
  if (!("completed" in outcome)) return { completed: objects.map(({ id }) => ({ id, errors: outcome.errors })) };
  const parts = objects.map(({ id }, index) => ({ id, ...outcome.completed[index]! }));
  const incremental = parts.flatMap(({ id, data, errors }) => (data ? { id, data, ...told(errors) } : []));
  return {
    ...(incremental.length > 0 && { incremental }),
    completed: parts.map(({ id, data, errors }) => ({ id, ...(data === null && told(errors)) })),
  };
}

const told = <Errors extends PartErrors>(errors: Errors) => (errors.length > 0 ? { errors } : {});
