import { CalendarDay } from "#kit/scalars.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { emit, type OutgoingEvent } from "#kit/outbox.ts";
import { COMMISSION, REGISTRAR } from "#contract/reach.ts";
import { inputRefused, notAllowed, requireCommittee, type ActInput, type ActScene } from "./acts.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { requireDays } from "#kit/act-days.ts";
import { requireText } from "#kit/act-texts.ts";

/** A change of a directory entry; what is absent stays as it is, and a null day ends nothing. */
export interface ChangeDirectoryEntryInput extends ActInput {
  readonly organization: string;
  readonly expectedVersion: number;
  readonly effectiveFrom: string;
  readonly paperOffice?: string | null;
  readonly paperAddress?: string | null;
  readonly validTo?: string | null;
}

/**
 * Changes an entry from a day on and announces it to every home committee, in one transaction. Changes go forward: none
 * holds from a day before the one announced last.
 */
export async function changeDirectoryEntry(scene: ActScene, input: ChangeDirectoryEntryInput) {
  const { tx, today } = scene;
  requireMinistry(scene);
  const entry = await lockEntry(scene, input);
  const before = (await newestChange(scene, input.organization)) ?? entry;
  const after = {
    paper_office: requireText("paperOffice", input.paperOffice ?? before.paper_office, 200),
    paper_address: requireText("paperAddress", input.paperAddress ?? before.paper_address, 400),
    valid_to: input.validTo === undefined ? before.valid_to : input.validTo,
  };
  const changed = whatChanged(before, after);
  if (changed.length === 0) throw inputRefused("paperOffice", "CHANGE_EMPTY", "The change changes nothing.");
  requireForward(input, "effective_from" in before ? before.effective_from : entry.valid_from, after.valid_to);
  const change = { id: newOpaqueId("ch"), organization_id: input.organization, number: input.expectedVersion + 1 };
  await tx
    .insertInto("directory_change")
    .values({ ...change, ...after, effective_from: input.effectiveFrom, announced_on: today })
    .execute();
  if (after.valid_to !== before.valid_to) await tellRegistryOfEnd(scene, input.organization, after.valid_to);
  const announced = { ...change, countryCode: entry.country_code, effectiveFrom: input.effectiveFrom, changed };
  await announceChange(scene, announced);
  return { changeId: change.id, organizationId: input.organization, version: change.number };
}

/** The registry is the Commission's: it hears until when an organization stands. */
const tellRegistryOfEnd = ({ tx, now }: ActScene, organizationId: string, validTo: string | null): Promise<void> => {
  const body = { organizationId, validTo };
  return emit(tx, [{ target: COMMISSION, subject: organizationId, kind: "organization.ended", body }], now);
};

/** A change to be announced. */
interface AnnouncedChange {
  readonly id: string;
  readonly organization_id: string;
  readonly countryCode: string;
  readonly effectiveFrom: string;
  readonly changed: readonly ("ADDRESS" | "CONTACT" | "OPENED" | "CLOSED")[];
}

/** Tells every home committee: a row for each of them, and an event for each process that serves some. */
export async function announceChange({ tx, routes, now }: ActScene, change: AnnouncedChange): Promise<void> {
  const committees = [...routes.keys()];
  if (committees.length > 0) {
    await tx
      .insertInto("directory_announcement")
      .values(committees.map((committee_code) => ({ change_id: change.id, committee_code, read_on: null })))
      .execute();
  }
  const { id: changeId, organization_id: organizationId, countryCode, effectiveFrom: changedOn, changed } = change;
  const body = { changeId, organizationId, countryCode, changedOn, changed };
  const events = [...new Set(routes.values())].map(
    (target): OutgoingEvent => ({ target, subject: organizationId, kind: "directory.changed", body }),
  );
  await emit(tx, events, now);
}

/** That a committee has read a change. */
export interface ConfirmDirectoryChangeReadInput extends ActInput {
  readonly committee: string;
  readonly change: string;
}

/** Confirms, once, that a home committee has read a change that was announced to it. */
export async function confirmDirectoryChangeRead(
  scene: ActScene,
  { committee, change }: ConfirmDirectoryChangeReadInput,
) {
  requireCommittee(scene, committee);
  const { numUpdatedRows } = await scene.tx
    .updateTable("directory_announcement")
    .set({ read_on: scene.today })
    .where("change_id", "=", change)
    .where("committee_code", "=", committee)
    .where("read_on", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return { changeId: change };
  const known = await scene.tx
    .selectFrom("directory_announcement")
    .select("read_on")
    .where("change_id", "=", change)
    .where("committee_code", "=", committee)
    .executeTakeFirst();
  throw known
    ? notAllowed("CHANGE_READ_ALREADY", "The committee has confirmed this change already.")
    : notAllowed("ACT_NOT_BEGUN", "No such change was announced to the committee.");
}

function requireMinistry({ claims }: ActScene): void {
  if (claims.organization !== REGISTRAR || claims.memberId !== null)
    throw notAllowed("ACT_NOT_BY_CALLER", "The directory is kept by the Foreign Ministry's committee.");
}

/** The entry, moved on to its next version. */
async function lockEntry({ tx }: ActScene, { organization, expectedVersion }: ChangeDirectoryEntryInput) {
  const moved = await tx
    .updateTable("overseas_directory_entry")
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("organization_id", "=", organization)
    .where("version", "=", expectedVersion)
    .returning(["country_code", "paper_office", "paper_address", "valid_from", "valid_to"])
    .executeTakeFirst();
  if (moved) return moved;
  const current = await tx
    .selectFrom("overseas_directory_entry")
    .select("version")
    .where("organization_id", "=", organization)
    .executeTakeFirst();
  if (!current) throw notAllowed("ACT_NOT_BEGUN", "The directory has no entry of this organization.");
  const message = `The entry has moved on: it is at version ${current.version}.`;
  throw new ActRefused({ kind: "conflict", currentVersion: current.version, currentState: null, message });
}

const newestChange = ({ tx }: ActScene, organization: string) =>
  tx
    .selectFrom("directory_change")
    .select(["effective_from", "paper_office", "paper_address", "valid_to"])
    .where("organization_id", "=", organization)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();

interface Changeable {
  readonly paper_office: string;
  readonly paper_address: string;
  readonly valid_to: string | null;
}

const whatChanged = (before: Changeable, after: Changeable) => [
  ...(before.paper_address === after.paper_address ? [] : (["ADDRESS"] as const)),
  ...(before.paper_office === after.paper_office ? [] : (["CONTACT"] as const)),
  ...(before.valid_to === after.valid_to ? [] : ([after.valid_to === null ? "OPENED" : "CLOSED"] as const)),
];

function requireForward({ effectiveFrom }: ChangeDirectoryEntryInput, notBefore: string, validTo: string | null): void {
  requireDays({ effectiveFrom, validTo });
  const from = CalendarDay.parseValue(effectiveFrom);
  if (from < notBefore)
    throw inputRefused("effectiveFrom", "DAY_TOO_EARLY", `A change holds from ${notBefore} on at the earliest.`);
  if (validTo !== null && validTo < from)
    throw inputRefused("validTo", "DAY_TOO_EARLY", "An entry ends on the day of the change at the earliest.");
}
