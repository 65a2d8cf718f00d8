import { requireDays } from "#kit/act-days.ts";
import { CalendarDay } from "#kit/scalars.ts";
import { guardFailed, inputRefused, requireActor, type ActScene } from "./acts.ts";
import { standingEntries } from "./directory-entries.ts";
import {
  changeStay,
  noteStayStep,
  stayRow,
  stepStay,
  tellHome,
  touchStay,
  type StayAnswer,
  type StayInput,
} from "./stay-case.ts";

/** Passes the notice of a list on to the organization abroad that is to receive the member. */
export async function forwardNotice(
  scene: ActScene,
  input: StayInput & { readonly organization: string },
): Promise<StayAnswer> {
  await requireActor(scene, stayRow("RECORD_NOTICE"));
  const entry = await entryIn(scene, input.organization);
  const stay = await touchStay(scene, input, ["NOTIFIED_MFA", "MOVED_COUNTRY"], {
    addressed_organization_id: entry?.organizationId ?? null,
  });
  if (entry?.countryCode !== stay.country_code)
    throw guardFailed(stayRow("RECEIVE_ABROAD"), "ORGANIZATION_THERE", scene.today);
  return { assignmentId: stay.id, subjects: [] };
}

const entryIn = ({ tx, today }: ActScene, organization: string) =>
  standingEntries(tx, today).where("organizationId", "=", organization).executeTakeFirst();

/** Prolongs the stay; home is told. */
export async function extendStay(
  scene: ActScene,
  input: StayInput & { readonly expectedReturnOn: string },
): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "EXTEND_STAY");
  const { stay, row } = found;
  const expectedReturnOn = CalendarDay.parseValue(input.expectedReturnOn);
  requireDays({ expectedReturnOn });
  if (expectedReturnOn <= stay.expected_return_on) throw guardFailed(row, "RETURN_LATER", scene.today);
  await changeStay(scene, stay.id, { expected_return_on: expectedReturnOn });
  await noteStayStep(scene, stay.id, found, { expectedReturnOn });
  await tellHome(scene, stay, found, { expectedReturnOn });
  return { assignmentId: stay.id, subjects: [stay.id] };
}

/**
 * The stay goes on in another country. Until an organization there receives the member, the last one still answers for
 * them and the one that is addressed may see them.
 */
export async function moveCountry(
  scene: ActScene,
  input: StayInput & {
    readonly country: string;
    readonly expectedReturnOn?: string | null;
    readonly organization?: string | null;
  },
): Promise<StayAnswer> {
  const found = await stepStay(scene, input, "MOVE_COUNTRY");
  const { stay, row } = found;
  const { country: countryCode } = input;
  if (countryCode === stay.country_code) throw guardFailed(row, "OTHER_COUNTRY", scene.today);
  const known = await scene.tx.selectFrom("country").select("code").where("code", "=", countryCode).executeTakeFirst();
  if (!known || countryCode === "VN") {
    throw inputRefused("country", "COUNTRY_UNKNOWN", "country is the two-letter code of a country abroad.");
  }
  const expectedReturnOn = input.expectedReturnOn ?? null;
  requireDays({ expectedReturnOn }, { notBefore: scene.today });
  const addressed = input.organization == null ? null : await entryIn(scene, input.organization);
  if (input.organization != null && addressed?.countryCode !== countryCode)
    throw inputRefused("organization", "ORGANIZATION_ELSEWHERE", "No such organization works in the new country.");
  await changeStay(scene, stay.id, {
    country_code: countryCode,
    addressed_organization_id: addressed?.organizationId ?? null,
    ...(expectedReturnOn !== null && { expected_return_on: expectedReturnOn }),
  });
  await noteStayStep(scene, stay.id, found, { countryCode, expectedReturnOn });
  await tellHome(scene, stay, found, { countryCode, expectedReturnOn });
  return { assignmentId: stay.id, subjects: [stay.id] };
}

/** States in which a member is abroad and cared for there. */
export const abroadStates = ["RECEIVED_ABROAD", "SINGLE_GUIDED", "EXTENDED", "MOVED_COUNTRY"] as const;
