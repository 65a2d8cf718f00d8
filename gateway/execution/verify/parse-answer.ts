import { AgencyFailure } from "../fetch/agency-fetch.ts";
import { own } from "./data-tree.ts";

/** An agency's answer as JSON, before anything in it is believed. */
export interface ParsedAnswer {
  /** Null when the agency says that the whole request failed. */
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly unknown[];
}

/** Parses a body. @throws AgencyFailure unless it is an object with data, or without data but with errors. */
export function parseAnswer(body: Buffer): ParsedAnswer {
  const answer = parseJson(body.toString("utf8"));
  if (typeof answer !== "object" || answer === null) throw new AgencyFailure("AGENCY_ANSWER_MALFORMED");
  const data = own(answer, "data") ?? null;
  const errors = own(answer, "errors") ?? [];
  const isAnswer =
    typeof data === "object" && !Array.isArray(data) && Array.isArray(errors) && (data !== null || errors.length > 0);
  if (!isAnswer) throw new AgencyFailure("AGENCY_ANSWER_MALFORMED");
  return { data: data as ParsedAnswer["data"], errors };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AgencyFailure("AGENCY_ANSWER_MALFORMED", { cause });
  }
}
