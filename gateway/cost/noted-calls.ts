import { Kind, parse, type SelectionSetNode } from "graphql";
import type { AgencyFetch } from "../execution/fetch/agency-fetch.ts";

/** One call that an answer took. */
export interface NotedCall {
  readonly agency: string;
  /** Which process of a sharded agency; null for an agency that has one. */
  readonly instance: string | null;
  /** Milliseconds from the arrival of the request to the start of the call, and how long the call took. */
  readonly startedMs: number;
  readonly tookMs: number;
  /** Fields asked for at the root of the agency's graph, `members`, or of entities, `Member.homeRecord`; each once. */
  readonly asks: readonly string[];
  readonly hasFailed: boolean;
}

/** The calls of one request, in the order in which they ended. */
export interface CallNotes {
  readonly startedAt: number;
  readonly calls: NotedCall[];
}

/** Begins to note calls; the clock starts now. */
export const openCallNotes = (): CallNotes => ({ startedAt: performance.now(), calls: [] });

/** Notes each call for whoever wants to know. @param notesOf where a call is noted; null for nobody */
export const noteCalls =
  (notesOf: (caller: unknown) => CallNotes | null) =>
  (fetch: AgencyFetch): AgencyFetch =>
  async (request) => {
    const notes = notesOf(request.caller);
    if (!notes) return fetch(request);
    const began = performance.now();
    const note = (hasFailed: boolean) => {
      const { agency, instance } = request;
      const startedMs = inTenths(began - notes.startedAt);
      const tookMs = inTenths(performance.now() - began);
      notes.calls.push({ agency, instance, startedMs, tookMs, asks: asksOf(request.body), hasFailed });
    };
    try {
      const answer = await fetch(request);
      note(false);
      return answer;
    } catch (error) {
      note(true);
      throw error;
    }
  };

const inTenths = (ms: number) => Math.round(ms * 10) / 10;

function asksOf(body: Buffer): readonly string[] {
  const { query } = JSON.parse(body.toString()) as { readonly query: string };
  const [operation] = parse(query).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? [...new Set(asksIn(operation.selectionSet, ""))] : [];
}

function* asksIn({ selections }: SelectionSetNode, prefix: string): Generator<string> {
  for (const node of selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) yield* asksIn(node.selectionSet, `${node.typeCondition?.name.value}.`);
    else if (node.kind !== Kind.FIELD || node.name.value === "__typename") continue;
    else if (node.name.value === "_entities") yield* node.selectionSet ? asksIn(node.selectionSet, "") : [];
    else yield `${prefix}${node.name.value}`;
  }
}
