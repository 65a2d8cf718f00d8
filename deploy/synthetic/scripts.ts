import type { MoveKind, StayPurpose } from "../../subgraphs/foreign-ministry/stay-vocabulary.ts";
import { homeCommittees } from "./home-committees.ts";
import type { StayPath, StayPlan, StayTrouble } from "./stay-paths.ts";
import { hostCountry } from "./stay-plans.ts";
import { storyCommittees, type Story } from "./stories.ts";
import { dayOf, until } from "./transfer-paths.ts";
import type { DayNumber } from "./days.ts";
import type { StayState, TransferState } from "./vocabulary.ts";

/** A stay whose present state is given beforehand, so that small nations hold every state too. */
export interface Script {
  readonly plan: StayPlan;
  /** The state in which the stay, or else its outward transfer, stands on the day of the data. */
  readonly stands: { readonly stay: StayState } | { readonly transfer: TransferState };
  readonly isProbationary: boolean;
}

/** Members below this number in each committee are scripted or stay at home. */
export const SCRIPTED_MEMBERS = 3;

const codes = [...homeCommittees.keys()];

const script = (
  purpose: StayPurpose,
  country: string,
  months: number,
  moveKind: MoveKind,
  stands: Script["stands"],
  trouble: StayTrouble = null,
  isProbationary = false,
): Script => ({
  plan: { purpose, country: hostCountry(country), onwardCountry: hostCountry("DE"), months, moveKind, trouble },
  stands,
  isProbationary,
});

const storyScripts: Readonly<Record<Story, Script | null>> = {
  memberAbroad: script("STUDY", "JP", 36, "OFFICIAL_TRANSFER", { stay: "RECEIVED_ABROAD" }),
  memberMidTransfer: script("LABOUR", "KR", 36, "OFFICIAL_TRANSFER", { transfer: "IN_TRANSIT" }),
  memberInOneRegister: null,
  probationaryAbroad: script("STUDY", "KR", 24, "OFFICIAL_TRANSFER", { stay: "RECEIVED_ABROAD" }, null, true),
  memberReturned: script("WORK", "LA", 24, "OFFICIAL_TRANSFER", { stay: "CLOSED" }),
  singleGuided: script("WORK", "FJ", 24, "SINGLE_GUIDANCE", { stay: "SINGLE_GUIDED" }),
};

/** An official transfer for labour or study that stands in a state. */
const going = (transfer: TransferState, trouble: StayTrouble = null) =>
  script("LABOUR", "JP", 36, "OFFICIAL_TRANSFER", { transfer }, trouble);
const staying = (stay: StayState, trouble: StayTrouble = null) =>
  script("STUDY", "RU", 24, "OFFICIAL_TRANSFER", { stay }, trouble);
const visiting = (stay: StayState, trouble: StayTrouble = null) =>
  script("MEDICAL_TREATMENT", "SG", 9, "TEMPORARY_TRANSFER", { stay }, trouble);
const founding = () => script("WORK", "IE", 24, "NEW_CELL", { stay: "RECEIVED_ABROAD" });

/** One for every state of an assignment and of a transfer, and a group of three for whom a cell is founded. */
const stateScripts: readonly Script[] = [
  staying("DECLARED"),
  staying("REFUSED", "REFUSED"),
  staying("HOME_APPROVED"),
  staying("TRANSFER_OPEN"),
  staying("CANCELLED", "CANCELLED"),
  script("WORK", "TH", 1, "REPORT_ONLY", { stay: "REPORT_ONLY" }),
  script("WORK", "CN", 2, "GROUP_CELL", { stay: "GROUP_CELL" }),
  script("FAMILY_VISIT", "US", 2, "REPORT_ONLY", { stay: "ENDED" }),
  script("PRIVATE", "AU", 6, "EXEMPTION", { stay: "EXEMPT_REQUESTED" }),
  script("PRIVATE", "CA", 6, "EXEMPTION", { stay: "EXEMPT" }),
  staying("NOTIFIED_MFA"),
  staying("RECEIVED_ABROAD"),
  visiting("RECEIVED_ABROAD"),
  visiting("EXTENDED", "EXTENDED"),
  visiting("MOVED_COUNTRY", "MOVED"),
  staying("EXTENDED", "EXTENDED"),
  staying("MOVED_COUNTRY", "MOVED"),
  staying("RETURN_STARTED"),
  staying("CONFIRMED_ABROAD"),
  staying("INTRODUCED_HOME"),
  staying("OVERDUE", "LATE_RETURN"),
  visiting("CLOSED"),
  going("REQUESTED"),
  going("CELL_REVIEWED"),
  going("CERTIFIED"),
  going("ISSUED"),
  going("PRESENTED"),
  going("OVERDUE", "LATE"),
  going("FILE_CHECKED"),
  going("RETURNED", "FILE_RETURNED"),
  going("ACCEPTED"),
  going("CLOSED"),
  going("WITHDRAWN", "WITHDRAWN"),
  going("LOST", "LOST"),
  going("REISSUED", "LOST"),
  going("REJECTED", "REJECTED"),
  founding(),
  founding(),
  founding(),
];

const scripts = new Map<string, Script>([
  ...Object.entries(storyScripts).flatMap(([story, known]) => {
    const committee = codes.indexOf(storyCommittees[story as Story]);
    return known ? [[`${committee}/0`, known] as const] : [];
  }),
  ...stateScripts.map(
    (known, index) => [`${index % codes.length}/${1 + Math.floor(index / codes.length)}`, known] as const,
  ),
]);

/** The script of a member; undefined for those who are left to chance. */
export const scriptOf = (committeeOrdinal: number, member: number): Script | undefined =>
  member < SCRIPTED_MEMBERS ? scripts.get(`${committeeOrdinal}/${member}`) : undefined;

/** How many members are scripted: no nation has fewer departures. */
export const SCRIPTED_STAYS = scripts.size;

/** The longest time since the scripted state was entered, so that probation abroad is not over. */
const STANDING_DAYS_MAX = 45;

/** The day of declaration that lets a path stand in the scripted state today. */
export function declaredDay({ stands }: Script, path: StayPath, today: DayNumber): DayNumber {
  const outward = path.transfers[0]?.steps ?? [];
  const entered =
    "stay" in stands ? path.steps.find(({ state }) => state === stands.stay)?.on : dayOf(outward, stands.transfer);
  if (entered === undefined || entered === null)
    throw new Error(`A scripted stay never stands in ${JSON.stringify(stands)}.`);
  const sequence: readonly { readonly on: DayNumber }[] = "stay" in stands ? path.steps : outward;
  const next = sequence[until(sequence, entered).length]?.on ?? Infinity;
  return today - entered - Math.min(STANDING_DAYS_MAX, Math.floor((next - entered - 1) / 2));
}
