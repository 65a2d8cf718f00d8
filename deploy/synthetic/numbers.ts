import { formerProvinces } from "./former-committees.ts";
import type { Member } from "./members.ts";

/** The numbers on a member's papers; two members never share one. All keep their leading zeros. */
export interface PaperNumbers {
  /** Six digits and the symbol of the committee of origin. */
  readonly recordNumber: string;
  /** Eight digits; null without an old card. */
  readonly oldCardNumber: string | null;
  /** Twelve digits; null without a new card. */
  readonly newCardNumber: string | null;
}

/** Derives the numbers from the place of a member in the nation. */
export function paperNumbers({ tree, number, originCode, cards }: Member): PaperNumbers {
  const symbol = formerProvinces.get(originCode.slice(-2))?.symbol ?? CENTRAL_SYMBOLS[tree.committee.code] ?? "TW";
  // A prime factor spreads neighbours; modulo a larger prime it never meets the same number twice.
  const spread = (number * 7_919) % 999_983;
  const committee = String(tree.ordinal + 1).padStart(3, "0");
  return {
    recordNumber: `${String(spread).padStart(6, "0")}${symbol}`,
    oldCardNumber: cards.hasOld ? String((tree.firstMember + number) * 11).padStart(8, "0") : null,
    newCardNumber: cards.hasNew ? committee + String((number * 61_403) % 999_999_937).padStart(9, "0") : null,
  };
}

const CENTRAL_SYMBOLS: Readonly<Record<string, string>> = {
  "CRC-CQDTW": "TWĐ",
  "CRC-CP": "CP",
  "CRC-QH": "QH",
  "CRC-MTTQ": "MT",
};
