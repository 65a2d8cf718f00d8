import type { ExecutionResult } from "graphql";
import type { Sent } from "./agencies.ts";

type Json = Record<string, unknown>;

/**
 * Random faults that an agency cannot pass off as facts of its own: broken transport, broken shape, other agencies'
 * fields, wrong entities, errors. Half of the answers stay as they are. The same seed brings the same faults.
 */
export function randomMisbehaviour(seed: number): (answer: ExecutionResult) => Sent | undefined {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % limit;
  };
  return (answer) => {
    const data = structuredClone(answer.data) as Json | null | undefined;
    if (below(2) === 0 || !data) return undefined;
    const object = someObject(data, below);
    const names = Object.keys(object);
    const name = names[below(names.length)] ?? "";
    switch (below(9)) {
      case 0:
        return { cut: true };
      case 1:
        return { status: [500, 503, 307, 404][below(4)]!, text: "at 10.0.0.1" };
      case 2:
        return { text: JSON.stringify(answer).slice(0, -1 - below(20)) };
      case 3:
        return { json: [{}, [], null, { data: [] }, { data: 5 }, { data }][below(5)] };
      case 4:
        delete object[name];
        return { json: { ...answer, data } };
      case 5:
        object[name] = wrongKind(object[name]);
        return { json: { ...answer, data } };
      case 6:
        return { json: { ...answer, data: withMore(data) } };
      case 7:
        return {
          json: {
            ...answer,
            data: { ...data, ...(Array.isArray(data["_entities"]) && { _entities: swapped(data["_entities"]) }) },
          },
        };
      default:
        return {
          json: {
            ...answer,
            errors: [...(answer.errors ?? []), { message: "10.0.0.1", path: ["_entities", below(3), name] }],
          },
        };
    }
  };
}

/** Some object of an answer; never one that holds a list of entities, which is the protocol's and not a fact. */
function someObject(from: Json, below: (limit: number) => number): Json {
  const objects: Json[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) {
      objects.push(value as Json);
      Object.values(value).forEach(collect);
    }
  };
  collect(from);
  return objects[below(objects.length)]!;
}

/**
 * A value that the type of what stands there cannot allow; a null stays, for another value would be a lie about a
 * fact.
 */
function wrongKind(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  return typeof value === "object" ? "strange" : { strange: [] };
}

/** The same with a foreign name and id beside what was asked for, in every object. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== "object" || value === null) return value;
  return {
    unasked: "HIJACK",
    ...Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMore(inner)])),
    constructor: { prototype: 1 },
  };
}

/** Each entity in the place of the next; nulls stay, for an agency may say of any entity that it does not know it. */
function swapped(entities: readonly unknown[]): readonly unknown[] {
  const known = entities.filter((it) => it !== null);
  const rotated = [...known.slice(1), ...known.slice(0, 1)].values();
  return entities.map((it) => (it === null ? null : rotated.next().value));
}
