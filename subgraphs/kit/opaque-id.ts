import { randomBytes } from "node:crypto";

/** Base32 without the letters that are mistaken for digits. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A fresh opaque id, `<prefix>_<13 base32 characters>`: 65 bits at random, so that no two meet. */
export const newOpaqueId = (prefix: "po" | "oa" | "at" | "lt" | "dc" | "vr" | "ch" | "rv"): string =>
  `${prefix}_${[...randomBytes(13)].map((byte) => ALPHABET.charAt(byte & 31)).join("")}`;
