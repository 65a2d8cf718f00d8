import { own } from "../verify/data-tree.ts";

/** Which entities of a shared call's list one of its requests asked for, in the request's order. */
type Picked = readonly number[];

/**
 * Parts the answer to a call for the entities of several requests into the answers that each would have got alone.
 * An answer that cannot be parted goes to everybody as it is: each finds the wrong number of entities in it.
 */
export function splitAnswer(body: Buffer, picks: readonly Picked[]): readonly Buffer[] {
  const text = body.toString("latin1");
  const entities = entitiesIn(text);
  if (entities && picks.every((picked) => picked.every((index) => index < entities.length))) {
    return picks.map((picked) =>
      Buffer.from(`${HEAD}${picked.map((index) => entities[index]).join(",")}]}}`, "latin1"),
    );
  }
  return splitParsed(body, picks) ?? picks.map(() => body);
}

const HEAD = '{"data":{"_entities":[';
const OPENING = new Set(["{", "["]);

/** The raw JSON of each entity of a compact answer without errors; undefined for any other text. */
function entitiesIn(text: string): readonly string[] | undefined {
  if (!text.startsWith(HEAD)) return undefined;
  const entities: string[] = [];
  let at = HEAD.length;
  while (text[at] !== "]") {
    const end = endOfValue(text, at);
    if (end < 0) return undefined;
    entities.push(text.slice(at, end));
    at = text[end] === "," ? end + 1 : end;
    if (at === end && text[end] !== "]") return undefined;
  }
  return text.slice(at).trimEnd() === "]}}" ? entities : undefined;
}

const STRUCTURE = /["{}[\]]/g;

/** Where the object or null at a position ends; -1 when its brackets do not close. Nothing else is checked here. */
export function endOfValue(text: string, start: number): number {
  if (text.startsWith("null", start)) return start + 4;
  if (text[start] !== "{") return -1;
  let depth = 0;
  STRUCTURE.lastIndex = start;
  for (let found = STRUCTURE.exec(text); found; found = STRUCTURE.exec(text)) {
    if (found[0] === '"') {
      STRUCTURE.lastIndex = endOfString(text, found.index);
      if (STRUCTURE.lastIndex === 0) return -1;
    } else {
      depth += OPENING.has(found[0]) ? 1 : -1;
      if (depth === 0) return found.index + 1;
    }
  }
  return -1;
}

/** The position after a string; 0 when it does not end. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote > 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return 0;
}

/** The same for answers with errors: each request gets those of its entities, and those that belong to none. */
function splitParsed(body: Buffer, picks: readonly Picked[]): readonly Buffer[] | undefined {
  const { data, errors } = parsed(body);
  const entities = typeof data === "object" && data ? own(data, "_entities") : undefined;
  if (!Array.isArray(entities) || !Array.isArray(errors)) return undefined;
  return picks.map((picked) => {
    const places = new Map(picked.map((index, place) => [index, place]));
    const mine = errors.flatMap((error: unknown) => {
      const path = typeof error === "object" && error ? own(error, "path") : undefined;
      if (!Array.isArray(path) || path[0] !== "_entities" || typeof path[1] !== "number") return [error];
      const place = places.get(path[1]);
      return place === undefined ? [] : [{ ...(error as object), path: ["_entities", place, ...path.slice(2)] }];
    });
    const answer = {
      data: { _entities: picked.map((index) => entities[index] as unknown) },
      ...(mine.length > 0 && { errors: mine }),
    };
    return Buffer.from(JSON.stringify(answer));
  });
}

function parsed(body: Buffer): { data?: unknown; errors?: unknown } {
  try {
    const answer: unknown = JSON.parse(body.toString("utf8"));
    return typeof answer === "object" && answer
      ? { data: own(answer, "data"), errors: own(answer, "errors") ?? [] }
      : {};
  } catch {
    return {};
  }
}
