import { createHmac } from "node:crypto";

/**
 * The 32 bytes under which the index holds a card or record number: HMAC-SHA256 of its text exactly as printed,
 * leading zeros included. Without the key the few possible numbers could be tried one by one.
 */
export const numberHash = (indexKey: string, number: string) => createHmac("sha256", indexKey).update(number).digest();
