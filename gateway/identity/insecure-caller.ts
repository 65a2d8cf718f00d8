import { purposes, type Caller } from "#contract/caller.ts";
import { z } from "zod";

const name = z.string().min(1).max(200);

const insecureCaller = z.strictObject({
  organization: name,
  committees: z.array(name),
  scopes: z.array(name),
  purpose: z.enum(purposes),
});

/**
 * Reads whom a hub without identity takes everybody for, from JSON; null when nothing is given. It is for trial on one
 * machine: whoever reaches the gateway has all of these rights.
 * @throws ZodError, SyntaxError
 */
export function readInsecureCaller(text: string | undefined): Caller | null {
  if (!text) return null;
  const given = insecureCaller.parse(JSON.parse(text));
  return {
    ...given,
    purposes: [given.purpose],
    issuer: "",
    subject: "insecure-caller",
    memberId: null,
    tokenId: "",
    expiresAt: Number.MAX_SAFE_INTEGER,
  };
}
