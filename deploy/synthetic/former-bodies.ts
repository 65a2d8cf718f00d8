import { formerProvinces } from "./former-committees.ts";
import { homeCommittees } from "./home-committees.ts";
import { opaqueId } from "./identifiers.ts";

/** A Party organization that ended in 2025: of a merged province, or of a district. */
export interface FormerBody {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly committeeCode: string;
  /** Null at the head of the province. */
  readonly superiorId: string | null;
  readonly validTo: string;
}

/** Last day of the district level and of the provinces that were merged. */
const LAST_DAY = "2025-06-30";
const DISTRICTS_MAX = 11;

/** Districts of each former province in a nation of a size: eleven in a full one. */
const districtCount = (members: number) => Math.max(1, Math.min(DISTRICTS_MAX, Math.round(members / 300_000)));

const provinceDigits = [...formerProvinces.keys()];

/**
 * All of them, provinces before their districts. A district of a province that was not merged hangs on today's
 * organization.
 */
export function formerBodies(members: number): readonly FormerBody[] {
  return [...homeCommittees.values()].flatMap((committee, ordinal) =>
    committee.origins
      .filter((origin) => origin.startsWith("PTC"))
      .flatMap((origin) => {
        const name = formerProvinces.get(origin.slice(-2))?.name ?? origin;
        const isMerged = committee.originsValidTo !== null;
        const superiorId = isMerged ? formerBodyId(origin, 0) : opaqueId("po", ordinal, 0);
        const shared = { committeeCode: origin, validTo: LAST_DAY };
        const province = {
          ...shared,
          id: superiorId,
          code: origin,
          name: `Đảng bộ ${name} (đến 30/6/2025)`,
          superiorId: null,
        };
        const districts = Array.from({ length: districtCount(members) }, (_, index) => ({
          ...shared,
          id: formerBodyId(origin, index + 1),
          code: `${origin}-H${String(index + 1).padStart(2, "0")}`,
          name: `Đảng bộ huyện ${index + 1}, ${name} (đến 30/6/2025)`,
          superiorId,
        }));
        return isMerged ? [province, ...districts] : districts;
      }),
  );
}

/** The district organization that issued letters for a commune of a former province until June 2025. */
export const districtId = (origin: string, communePlace: number, members: number): string =>
  formerBodyId(origin, (communePlace % districtCount(members)) + 1);

/** Number 0 is the province. */
const formerBodyId = (origin: string, number: number) =>
  opaqueId("po", FORMER_SPACE + provinceDigits.indexOf(origin.slice(-2)), number);

/** Neither home trees nor overseas organizations are numbered here. */
const FORMER_SPACE = 500;
