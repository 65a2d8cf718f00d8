import { purposes } from "#contract/caller.ts";
import { z } from "zod";

const name = z.string().min(1).max(200);
const keyAddress = z.url({ protocol: /^https?$/ }).refine(isSafe, "must be https, or on this machine");

/** Keys that are sent over a network in the clear could be anybody's. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
}

const issuer = z.strictObject({
  /** Exactly as in its tokens. */
  issuer: name,
  /** What its tokens must name as their audience: this hub. */
  audience: name,
  /** Where its public keys are, as a JSON Web Key Set. */
  keys: z.union([z.strictObject({ file: name }), z.strictObject({ url: keyAddress })]),
  /** The most that its tokens may say; a token that says more is not accepted. */
  grants: z.strictObject({
    organizations: z.array(name).min(1),
    committees: z.array(name),
    scopes: z.array(name),
    purposes: z.array(z.enum(purposes)),
    /** Whether its tokens may say which member asks. */
    canNameMembers: z.boolean(),
  }),
});

/** An agency that vouches for callers, and the most it may vouch for. */
export type Issuer = z.infer<typeof issuer>;

/**
 * Reads the issuers that the hub trusts from JSON: a list, each address once.
 * @throws ZodError, SyntaxError
 */
export function readIssuers(text: string): readonly Issuer[] {
  return z
    .array(issuer)
    .min(1)
    .refine((all) => new Set(all.map((one) => one.issuer)).size === all.length, "name each issuer once")
    .parse(JSON.parse(text));
}
