import { dayInVietnam } from "#contract/working-days.ts";
import { actors } from "#contract/lifecycles/vocabulary.ts";
import { refuse } from "#kit/errors.ts";
import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import type { ForeignMinistryContext } from "./context.ts";
import {
  reasonOf,
  reconciliationReasons,
  type CountedKind,
  type HomeStay,
  type ReconciliationReason,
  type RegisterStay,
} from "./reconciliation-reasons.ts";
import { registerOnDay } from "./register-on-day.ts";

type Context = ForeignMinistryContext;

/** A check as the hub hands it over: with what home says once that is known, which is null for whom it may not show. */
export interface ReconciliationKey {
  readonly committeeCode: string;
  readonly countedOn: string;
  readonly homeStays?: readonly HomeStay[] | null;
}

/** A check whose cases are found once, however many fields ask for them. */
export interface Reconciliation extends ReconciliationKey {
  /** By id; null where home's side is not shown. */
  readonly cases: () => Promise<readonly ReconciliationCase[] | null>;
}

/** The check that a key names. */
export function reconciliationOf(key: ReconciliationKey, { db }: Context): Reconciliation {
  let found: ReturnType<Reconciliation["cases"]> | undefined;
  return { ...key, cases: () => (found ??= casesOf(key, db)) };
}

/**
 * The check of a committee at the end of a day; null for whoever answers neither for the committee nor the register.
 * @throws INPUT_MALFORMED for a day that lies ahead
 */
export function findReconciliation(
  { committee, on }: { readonly committee: string; readonly on: string },
  context: Context,
): Reconciliation | null {
  const { reach } = context;
  if (on > dayInVietnam(new Date()))
    throw refuse("INPUT_MALFORMED", "on must not lie ahead, because nothing is known.");
  const mayCheck = reach.isRegistrar || reach.committees.includes(committee);
  return mayCheck ? reconciliationOf({ committeeCode: committee, countedOn: on }, context) : null;
}

/** What the register counts by itself. */
export async function registerCounts({ committeeCode: committee, countedOn: day }: Reconciliation, { db }: Context) {
  const stays = await registerOnDay(db, { committee, day, ids: [] });
  const countOf = (wanted: CountedKind) => stays.filter(({ kind }) => kind === wanted).length;
  return {
    officialCount: countOf("OFFICIAL"),
    temporaryCount: countOf("TEMPORARY"),
    withoutTransferCount: countOf("WITHOUT_TRANSFER"),
    awaitedCount: stays.filter(({ state }) => state === "NOTIFIED_MFA").length,
  };
}

/** A stay on which the columns differ, in the shape of `ReconciliationCase` without what is looked up. */
export interface ReconciliationCase {
  readonly key: string;
  readonly reason: ReconciliationReason;
  readonly home: HomeStay | null;
  readonly register: RegisterStay | null;
}

async function casesOf(
  { committeeCode: committee, countedOn: day, homeStays }: ReconciliationKey,
  db: Context["db"],
): Promise<readonly ReconciliationCase[] | null> {
  if (!homeStays) return null;
  const ids = homeStays.flatMap(({ assignmentId }) => assignmentId ?? []);
  const registered = new Map((await registerOnDay(db, { committee, day, ids })).map((stay) => [stay.id, stay]));
  const known = new Set(ids);
  const pairs = [
    ...homeStays.map((home, index) => ({
      key: home.assignmentId ?? `~${index}`,
      home,
      register: registered.get(home.assignmentId ?? "") ?? null,
    })),
    ...[...registered.values()]
      .filter(({ id }) => !known.has(id))
      .map((register) => ({ key: register.id, home: null, register })),
  ];
  return pairs
    .flatMap((pair) => {
      const reason = reasonOf(pair.home, pair.register);
      return reason === null ? [] : [{ ...pair, reason }];
    })
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** The office that must act for a reason, in Vietnamese words; null where nobody needs to. */
export function officeOf(reason: ReconciliationReason): string | null {
  const { by } = reconciliationReasons[reason];
  return by === null ? null : actors[by].vi;
}

/** The differences by reason, in the order of the list of reasons. */
export async function differencesOf(check: Reconciliation) {
  const cases = await check.cases();
  return (
    cases &&
    Object.entries(reconciliationReasons).flatMap(([name, { en, vi }]) => {
      const reason = name as ReconciliationReason;
      const ofReason = cases.filter((each) => each.reason === reason);
      if (ofReason.length === 0) return [];
      return {
        reason,
        explanation: vi,
        explanationEnglish: en,
        office: officeOf(reason),
        caseCount: ofReason.length,
        rosterCount: ofReason.filter(({ home }) => home?.rosterKind != null).length,
        transferLogCount: ofReason.filter(({ home }) => home?.transferLogKind != null).length,
        registerCount: ofReason.filter(({ register }) => register?.kind != null).length,
      };
    })
  );
}

/** How many cases nothing explains. */
export async function unexplainedCountOf(check: Reconciliation) {
  const cases = await check.cases();
  return cases && cases.filter(({ reason }) => reason === "UNEXPLAINED").length;
}

/** A page of the cases, by id. @throws what `pageRequest` throws */
export async function listCases(
  check: Reconciliation,
  { reason, ...page }: PageArguments & { readonly reason?: ReconciliationReason | null },
) {
  const request = pageRequest(page, 1);
  const cases = await check.cases();
  if (!cases) return null;
  const matching = cases.filter((each) => reason == null || each.reason === reason);
  const after = request.after?.[0] ?? "";
  const rows = matching.filter(({ key }) => key > after).slice(0, request.size + 1);
  return connectionOf(
    rows,
    request,
    ({ key }) => [key],
    async () => matching.length,
  );
}
