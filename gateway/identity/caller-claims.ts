import { isPurpose, type Caller } from "#contract/caller.ts";
import { z } from "zod";
import { TokenRefusal } from "./bearer.ts";
import type { Issuer } from "./issuers.ts";

const name = z.string().min(1).max(200);
const names = z.array(name).max(200);

/** The claims that make a caller; what else a token says is not looked at. */
const claims = z.object({
  iss: name,
  sub: name,
  jti: name,
  exp: z.number().int().positive(),
  /** The organization that the caller acts for. */
  org: name,
  committees: names.default([]),
  /** Scopes, separated by spaces, as OAuth has them. */
  scope: z.string().max(4_000).default(""),
  purposes: names.default([]),
  /** The caller's own member id, for a member who asks for themselves. */
  member: name.nullable().default(null),
  /** A token bound to a certificate is of no use to whoever cannot see the certificate. */
  cnf: z.never().optional(),
});

/**
 * Makes a caller of a verified token's claims; no purpose is stated yet.
 * @throws TokenRefusal for claims of a wrong form, and for any that the issuer may not grant
 */
export function callerOf(payload: unknown, { grants }: Issuer): Caller {
  const read = claims.safeParse(payload);
  if (!read.success) throw new TokenRefusal("claims of a wrong form");
  const { iss, sub, jti, exp, org, committees, scope, purposes, member } = read.data;
  const scopes = scope.split(" ").filter((word) => word !== "");
  const isGranted =
    grants.organizations.includes(org) &&
    isWithin(committees, grants.committees) &&
    isWithin(scopes, grants.scopes) &&
    isWithin(purposes, grants.purposes) &&
    (member === null || grants.canNameMembers);
  if (!isGranted) throw new TokenRefusal("more than its issuer may grant");
  return {
    issuer: iss,
    subject: sub,
    organization: org,
    committees: sorted(committees),
    scopes: sorted(scopes),
    purposes: sorted(purposes.filter(isPurpose)),
    purpose: null,
    memberId: member,
    tokenId: jti,
    expiresAt: exp,
  };
}

const isWithin = (some: readonly string[], all: readonly string[]) => some.every((one) => all.includes(one));

const sorted = <Item extends string>(items: readonly Item[]): readonly Item[] => [...new Set(items)].toSorted();
