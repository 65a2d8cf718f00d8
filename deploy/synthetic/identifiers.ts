/**
 * Prefix of an opaque id: member, organization, assignment, transfer, mission, letter, document, request for
 * verification, change of the directory, review.
 */
export type IdentifierPrefix = "mb" | "po" | "oa" | "at" | "ms" | "lt" | "dc" | "vr" | "ch" | "rv";

/** Base32 without the letters that are mistaken for digits. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * `<prefix>_<13 base32 characters>` for a pair of unsigned 32-bit numbers. It tells nothing about the pair at a glance,
 * and two pairs never meet: the scrambling is a Feistel network, which is one-to-one. It does not depend on the seed,
 * so that documents and tests may name a member.
 */
export function opaqueId(prefix: IdentifierPrefix, high: number, low: number): string {
  let left = high >>> 0;
  let right = low >>> 0;
  for (let round = 1; round <= 4; round++) {
    const next = (left ^ mixed(right, round)) >>> 0;
    left = right;
    right = next;
  }
  return `${prefix}_${character(left >>> 28)}${base32(left & 0x0fff_ffff, right)}`;
}

/** 60 bits as 12 characters: six from the 28 + 2 highest bits, six from the 30 lowest. */
function base32(high28: number, low32: number): string {
  return sixCharacters(high28 * 4 + (low32 >>> 30)) + sixCharacters(low32 & 0x3fff_ffff);
}

function sixCharacters(bits30: number): string {
  let text = "";
  for (let shift = 25; shift >= 0; shift -= 5) text += character((bits30 >>> shift) & 31);
  return text;
}

const character = (index: number) => ALPHABET.charAt(index);

function mixed(value: number, round: number): number {
  let bits = Math.imul(value ^ Math.imul(round, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0xc2b2ae35);
  return bits ^ (bits >>> 13);
}
