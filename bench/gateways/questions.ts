import { readFileSync } from "node:fs";
import { answererOf } from "./answer.ts";
import { committeeCodes, members } from "./world.ts";

/** A shape of request, in many variations. */
export interface GatewayQuestion {
  readonly name: string;
  readonly requests: readonly [GatewayRequest, ...GatewayRequest[]];
}

/** One request and the data that must come back. */
export interface GatewayRequest {
  readonly body: string;
  readonly expected: () => unknown;
}

/** Requests of a shape: more than any number of connections, so that no two at a time are the same. */
const MEMBERS = 2_000;

const ids = members.slice(0, MEMBERS).map(({ id }) => ({ id }));

/** The three shapes: one member (4 fetches, 0.9 kB), a page of 50 (4 fetches, 35 kB), one field of one agency. */
export const gatewayQuestions: readonly GatewayQuestion[] = [
  question("one member", "dossier", ids),
  question(
    "page of 50",
    "page",
    committeeCodes.map((committee) => ({ committee })),
  ),
  question("small field", "small", ids),
];

function question(name: string, file: string, variations: readonly Record<string, unknown>[]): GatewayQuestion {
  const query = readFileSync(new URL(`questions/${file}.graphql`, import.meta.url), "utf8");
  const answerer = answererOf(query);
  const [first, ...others] = variations.map((variables) => ({
    body: JSON.stringify({ query, variables }),
    expected: () => (JSON.parse(answerer(variables)) as { data: unknown }).data,
  }));
  if (!first) throw new Error(`There is nothing to ask for ${name}.`);
  return { name, requests: [first, ...others] };
}
