/** Why data are asked for. A request names one purpose; an operation says which ones it serves. */
export const purposes = [
  /** A home committee keeps the records of its members. */
  "MEMBER_MANAGEMENT",
  /** A member moves from one organization to another, at home or abroad. */
  "ACTIVITY_TRANSFER",
  /** The Foreign Ministry and the committees abroad look after members on a stay. */
  "OVERSEAS_MANAGEMENT",
  /** Figures that reveal nobody. */
  "STATISTICS",
  /** Somebody checks who has looked at what. */
  "AUDIT",
  /** A member looks at the record kept about them. */
  "OWN_RECORD",
] as const;

/** One of the closed list of purposes. */
export type Purpose = (typeof purposes)[number];

/** Tells whether a text is one of the closed list of purposes. */
export const isPurpose = (text: string): text is Purpose => (purposes as readonly string[]).includes(text);

/**
 * Who asks, as a verified token says. Nothing is ever filled in: an empty list grants nothing, and null means that
 * the token or the request said nothing, which is never more than saying something would be.
 */
export interface Caller {
  /** Who vouches: the issuer's address, exactly as in its tokens. */
  readonly issuer: string;
  /** Opaque name of the person or service, stable at its issuer. */
  readonly subject: string;
  /** The organization for which the caller acts, by its opaque code; one issuer may speak for several. */
  readonly organization: string;
  /** Codes of the committees whose members the caller may deal with, sorted. Empty: those of none, not of all. */
  readonly committees: readonly string[];
  /** What the caller may do, sorted. */
  readonly scopes: readonly string[];
  /** Purposes that the token allows, sorted. */
  readonly purposes: readonly Purpose[];
  /** The purpose of this request, one of `purposes`; null when the request names none, and then no person is shown. */
  readonly purpose: Purpose | null;
  /** The caller's own member id, when the token says that a member asks; null for officers and services. */
  readonly memberId: string | null;
  /** The token's id (`jti`), by which it can be withdrawn. */
  readonly tokenId: string;
  /** When the token ends, in whole seconds since 1970 UTC. */
  readonly expiresAt: number;
}
