import type { OfferedPersona } from "../../identity/trial-personas.ts";

/** How callers make themselves known: as personas of a trial, by a token of an agency's issuer, or not at all. */
export type SignInKind = "persona" | "token" | "none";

/** As whom and what for the console asks. It lives in the page's memory alone, never in the browser's storage. */
export interface ConsoleCaller {
  /** Name of a persona, or null for whoever the token names. */
  readonly persona: string | null;
  /** A pasted token; empty while nobody has pasted one. */
  readonly token: string;
  /** What the data are asked for; empty to say nothing. */
  readonly purpose: string;
}

/** Tokens of personas are good for hours and the page may stay open for days. */
const FRESH_MS = 600_000;

let known: { readonly at: number; readonly personas: Promise<readonly OfferedPersona[]> } | undefined;

/** The personas of a trial, with tokens that are fresh; none when the hub offers none. */
export function offeredPersonas(): Promise<readonly OfferedPersona[]> {
  if (known === undefined || Date.now() - known.at > FRESH_MS) {
    const personas = fetch("/trial/personas").then(
      (response) => (response.ok ? (response.json() as Promise<readonly OfferedPersona[]>) : []),
      () => [],
    );
    known = { at: Date.now(), personas };
  }
  return known.personas;
}

/** The headers by which the hub knows the caller; null while there is no token yet. */
export async function headersOf({ persona, token, purpose }: ConsoleCaller): Promise<Record<string, string> | null> {
  const personas = persona === null ? [] : await offeredPersonas();
  const given = persona === null ? token : personas.find(({ name }) => name === persona)?.token;
  if (!given) return null;
  return { authorization: `Bearer ${given}`, ...(purpose !== "" && { "x-purpose": purpose }) };
}

/** The purposes that a token allows, as it says itself; none when it cannot be read, which the hub then refuses. */
export function purposesOf(token: string): readonly string[] {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    const { purposes } = JSON.parse(atob(payload)) as { purposes?: unknown };
    return Array.isArray(purposes) ? purposes.filter((purpose) => typeof purpose === "string") : [];
  } catch {
    return [];
  }
}
