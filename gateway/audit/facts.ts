import type { AuditKeys } from "./keys.ts";

/** Names such as `Member.homeRecord` or `Query.member(id:)`, by data class. Frozen per plan, they are written once. */
export type CoordinatesByClass = Readonly<Record<string, readonly string[]>>;

/** What is known about an operation before its first fetch. Persons and values are as the request has them. */
export interface IntentFacts {
  /** The request's id, which the agencies receive too: their logs and this one can be laid side by side. */
  readonly request: string;
  readonly caller: {
    /** Who vouches for the caller: subjects and tokens of two issuers may bear one name. Empty for nobody. */
    readonly issuer: string;
    /** The token's subject. */
    readonly person: string;
    readonly organization: string;
    /** The token's id. */
    readonly session: string;
    /** Where the request comes from; the proxy's address behind a proxy that is not trusted. */
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
  /** What the operation was estimated to cost, as budgets count it; 0 when it was not executed. */
  readonly cost: number;
  /** How often each agency was called. */
  readonly agencies: Readonly<Record<string, number>>;
}

/** The members of an INTENT entry as JSON: no value of the request, but pseudonyms under the year's key. */
export function intentText(facts: IntentFacts, { pseudonym }: AuditKeys, year: number): string {
  const { request, caller, purpose, operation } = facts;
  const values = Object.entries(facts.arguments).map(([coordinate, value]) => {
    return [coordinate, pseudonym("argument", `${coordinate}\0${value}`, year)] as const;
  });
  const person = pseudonym("person", caller.person, year);
  const session = pseudonym("session", caller.session, year);
  // Written by hand: most of its parts need no escaping, and the long ones are written already.
  return (
    `{"year":${year},"request":${JSON.stringify(request)},"caller":{` +
    `"issuer":${JSON.stringify(caller.issuer)},"person":"${person}",` +
    `"organization":${JSON.stringify(caller.organization)},"session":"${session}",` +
    `"address":${JSON.stringify(caller.address)}},"purpose":${JSON.stringify(purpose)},` +
    `"operation":{"id":"${operation.id}","isRegistered":${operation.isRegistered},"type":"${operation.type}"},` +
    `"arguments":${values.length > 0 ? JSON.stringify(Object.fromEntries(values)) : "{}"},` +
    `"persons":[${pseudonymTexts(facts.persons, pseudonym, year).join()}],` +
    `"allowed":${coordinatesText(facts.allowed)},"denied":${coordinatesText(facts.denied)}}`
  );
}

/** The members of an OUTCOME entry as JSON. */
export function outcomeText(facts: OutcomeFacts, { pseudonym }: AuditKeys, year: number): string {
  const persons = pseudonymTexts(facts.persons, pseudonym, year);
  return (
    `{"year":${year},"decision":"${facts.decision}",` +
    `"codes":${facts.codes.length > 0 ? JSON.stringify(facts.codes) : "[]"},` +
    `"persons":[${persons.join()}],"personCount":${persons.length},"bytes":${facts.bytes},` +
    `"durationMs":${facts.durationMs},"cost":${facts.cost},"agencies":${JSON.stringify(facts.agencies)}}`
  );
}

/** Each person once, as JSON; no letter of a pseudonym needs escaping. */
function pseudonymTexts(persons: readonly string[], pseudonym: AuditKeys["pseudonym"], year: number) {
  const texts: string[] = [];
  for (const person of new Set(persons)) texts.push(`"${pseudonym("person", person, year)}"`);
  return texts;
}

/** What a plan allows is the same object for every request of the plan. */
const written = new WeakMap<CoordinatesByClass, string>();

function coordinatesText(coordinates: CoordinatesByClass): string {
  const known = written.get(coordinates);
  if (known !== undefined) return known;
  const text = JSON.stringify(coordinates);
  written.set(coordinates, text);
  return text;
}
