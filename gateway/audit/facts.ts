import type { AuditKeys } from "./keys.ts";

/** Names such as `Member.homeRecord` or `Query.member(id:)`, by data class. Frozen per plan, they are written once. */
export type CoordinatesByClass = Readonly<Record<string, readonly string[]>>;

/** What is known about an operation before its first fetch. Persons and values are as the request has them. */
export interface IntentFacts {
  /** The request's id, which the agencies receive too: their logs and this one can be laid side by side. */
  readonly request: string;
  readonly caller: {
    /** The token's subject. */
    readonly person: string;
    readonly organization: string;
    /** The token's id. */
    readonly session: string;
    /** The peer's address. */
    readonly address: string;
  };
  /** Null when the request states none, and then nobody is shown. */
  readonly purpose: string | null;
  readonly operation: {
    /** `sha256:…` of the document, which for a registered operation is its id. */
    readonly id: string;
    readonly isRegistered: boolean;
    readonly type: "query" | "mutation";
  };
  readonly allowed: CoordinatesByClass;
  readonly denied: CoordinatesByClass;
  /** Values of the sensitive arguments, by coordinate. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Ids of the persons whom the request names. */
  readonly persons: readonly string[];
}

/** What is known once the answer is complete and has not left. */
export interface OutcomeFacts {
  /** ANSWERED also stands for an answer with holes; DENIED for one that held nothing the caller may see. */
  readonly decision: "ANSWERED" | "DENIED" | "FAILED";
  /** Error codes of the answer, each once. */
  readonly codes: readonly string[];
  /** Ids of all persons in the answer. */
  readonly persons: readonly string[];
  /** Bytes of the answer; null when it was not written down yet, as one with errors is not. */
  readonly bytes: number | null;
  readonly durationMs: number;
  /** How often each agency was called. */
  readonly agencies: Readonly<Record<string, number>>;
}

/** The members of an INTENT entry as JSON: no value of the request, but pseudonyms under the year's key. */
export function intentText(facts: IntentFacts, { pseudonym }: AuditKeys, year: number): string {
  const { request, caller, purpose, operation } = facts;
  const values = Object.entries(facts.arguments).map(([coordinate, value]) => {
    return [coordinate, pseudonym("argument", `${coordinate}\0${value}`, year)] as const;
  });
  const text = JSON.stringify({
    year,
    request,
    caller: {
      person: pseudonym("person", caller.person, year),
      organization: caller.organization,
      session: pseudonym("session", caller.session, year),
      address: caller.address,
    },
    purpose,
    operation: { id: operation.id, isRegistered: operation.isRegistered, type: operation.type },
    arguments: Object.fromEntries(values),
    persons: pseudonyms(facts.persons, pseudonym, year),
  });
  return `${text.slice(0, -1)},"allowed":${coordinatesText(facts.allowed)},"denied":${coordinatesText(facts.denied)}}`;
}

/** The members of an OUTCOME entry as JSON. */
export function outcomeText(facts: OutcomeFacts, { pseudonym }: AuditKeys, year: number): string {
  const persons = pseudonyms(facts.persons, pseudonym, year);
  return JSON.stringify({
    year,
    decision: facts.decision,
    codes: facts.codes,
    persons,
    personCount: persons.length,
    bytes: facts.bytes,
    durationMs: facts.durationMs,
    agencies: facts.agencies,
  });
}

const pseudonyms = (persons: readonly string[], pseudonym: AuditKeys["pseudonym"], year: number) =>
  [...new Set(persons)].map((person) => pseudonym("person", person, year));

/** What a plan allows is the same object for every request of the plan. */
const written = new WeakMap<CoordinatesByClass, string>();

function coordinatesText(coordinates: CoordinatesByClass): string {
  const known = written.get(coordinates);
  if (known !== undefined) return known;
  const text = JSON.stringify(coordinates);
  written.set(coordinates, text);
  return text;
}
