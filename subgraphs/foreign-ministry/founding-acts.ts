import { COMMISSION } from "#contract/reach.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { emit } from "#kit/outbox.ts";
import { guardFailed, inputRefused, type ActInput, type ActScene } from "./acts.ts";
import { announceChange } from "./directory-acts.ts";
import { arrive, hasOrganization } from "./receiving-acts.ts";
import { stayRow, stepStay, type StayCase } from "./stay-case.ts";
import type { OverseasCellKind } from "./stay-vocabulary.ts";
import { requireLine, requireText } from "#kit/act-texts.ts";

/** A cell to be founded, with those for whom. */
export interface FoundCellAbroadInput extends ActInput {
  readonly members: readonly { readonly assignment: string; readonly expectedVersion: number }[];
  readonly name: string;
  readonly cellKind: OverseasCellKind;
  readonly mission: string;
  readonly paperOffice: string;
  readonly paperAddress: string;
  readonly decisionNumber: string;
  /** For too few official members: together with probationary ones, under a secretary appointed from above. */
  readonly isReserve: boolean;
}

/** A cell needs three official members; a reserve cell three, official and probationary together. */
const MEMBERS_MIN = 3;
const MEMBERS_MAX = 100;

/** Founds a cell where no organization is, receives its first members into it and announces it, all or nothing. */
export async function foundCellAbroad(scene: ActScene, input: FoundCellAbroadInput) {
  const { members, isReserve } = input;
  if (members.length === 0 || members.length > MEMBERS_MAX)
    throw inputRefused("members", "COUNT_OUT_OF_RANGE", `members holds 1 to ${MEMBERS_MAX} items.`);
  if (new Set(members.map(({ assignment }) => assignment)).size < members.length)
    throw inputRefused("members", "MEMBER_TWICE", "members names a stay twice.");
  const found: StayCase[] = [];
  // In the order of ids, so that two acts on the same members wait for each other and do not lock each other out.
  for (const member of members.toSorted((one, other) => (one.assignment < other.assignment ? -1 : 1)))
    found.push(await stepStay(scene, { ...input, ...member }, "FOUND_CELL_ABROAD"));
  const country = found[0]?.stay.country_code ?? "";
  if (found.some(({ stay }) => stay.country_code !== country))
    throw inputRefused("members", "COUNTRIES_DIFFER", "A cell unites members in one country.");
  const row = stayRow("FOUND_CELL_ABROAD");
  if (await hasOrganization(scene, country)) throw guardFailed(row, "NO_ORGANIZATION_THERE", scene.today);
  // Whoever is there for a time is a guest of the cell and no member of it.
  const staying = found.filter(({ stay }) => stay.move_kind !== "TEMPORARY_TRANSFER");
  const officials = await officialCount(scene, staying);
  if (isReserve && officials >= MEMBERS_MIN)
    throw inputRefused("isReserve", "RESERVE_NOT_NEEDED", "A reserve cell is for fewer than three official members.");
  if ((isReserve ? staying.length : officials) < MEMBERS_MIN) throw guardFailed(row, "GROUP_OF_THREE", scene.today);
  const organizationId = await enterCell(scene, input, country);
  const subjects: string[] = [organizationId];
  for (const each of found) subjects.push(...(await arrive(scene, each, organizationId)).subjects);
  return { organizationId, assignmentIds: found.map(({ stay }) => stay.id), subjects };
}

async function officialCount({ tx }: ActScene, found: readonly StayCase[]): Promise<number> {
  const { count } = await tx
    .selectFrom("traveller")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where((eb) => eb("assignment_id", "=", eb.fn.any(eb.val(found.map(({ stay }) => stay.id)))))
    .where("member_class", "=", "OFFICIAL")
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Enters the new cell in the directory, tells the registry of it and announces it; answers its id. */
async function enterCell(scene: ActScene, input: FoundCellAbroadInput, country: string): Promise<string> {
  const { tx, today } = scene;
  const mission = await tx.selectFrom("mission").select("id").where("id", "=", input.mission).executeTakeFirst();
  if (!mission) throw inputRefused("mission", "MISSION_UNKNOWN", "The register has no such mission.");
  const organization_id = newOpaqueId("po");
  const name = requireLine("name", input.name, 200);
  const papers = {
    paper_office: requireText("paperOffice", input.paperOffice, 200),
    paper_address: requireText("paperAddress", input.paperAddress, 400),
    valid_to: null,
  };
  await tx
    .insertInto("overseas_directory_entry")
    .values({
      ...papers,
      organization_id,
      cell_kind: input.cellKind,
      country_code: country,
      mission_id: mission.id,
      valid_from: today,
      version: 2,
    })
    .execute();
  await tx
    .insertInto("founded_cell")
    .values({
      organization_id,
      name,
      is_reserve: input.isReserve,
      decision_number: requireLine("decisionNumber", input.decisionNumber, 60),
      founded_on: today,
    })
    .execute();
  const founded = { organizationId: organization_id, name, countryCode: country, foundedOn: today };
  const told = { target: COMMISSION, subject: organization_id, kind: "organization.founded", body: founded } as const;
  await emit(tx, [told], scene.now);
  const change = { id: newOpaqueId("ch"), organization_id };
  await tx
    .insertInto("directory_change")
    .values({ ...change, ...papers, number: 2, effective_from: today, announced_on: today })
    .execute();
  await announceChange(scene, { ...change, countryCode: country, effectiveFrom: today, changed: ["OPENED"] });
  return organization_id;
}
