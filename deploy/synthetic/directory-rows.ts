import type { Insertable } from "kysely";
import type { ForeignMinistryTables } from "../../subgraphs/foreign-ministry/tables.ts";
import { dayText } from "./days.ts";
import { homeCommittees } from "./home-committees.ts";
import { opaqueId } from "./identifiers.ts";
import { overseasOrganizations, type OverseasOrganization } from "./overseas-organizations.ts";
import { today } from "./today.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;

/** One entry of so many has changed. */
const ENTRIES_PER_CHANGE = 16;
/** Days between the announcements of two changes. */
const PAUSE_DAYS = 19;
/** Between the announcement of a change and the day from which it holds. */
const NOTICE_DAYS = 14;
/** By then every committee has confirmed. */
const READ_BY_DAYS = 60;

interface Change {
  readonly id: string;
  readonly organization: OverseasOrganization;
  readonly announcedOn: number;
}

/** The changes, the latest announced first: that one holds only from a day to come, and hardly anybody has read it. */
const changes: readonly Change[] = [...overseasOrganizations.values()]
  .flat()
  .filter((_, index) => index % ENTRIES_PER_CHANGE === 0)
  .map((organization, index) => ({
    id: opaqueId("ch", 0, index),
    organization,
    announcedOn: today - 3 - index * PAUSE_DAYS,
  }));

/** Changes of the directory, one for an entry; the office moves to another room of the same mission. */
export function* directoryChangeRows(): Generator<Row<"directory_change">> {
  for (const [index, { id, organization, announcedOn }] of changes.entries()) {
    const { mission } = organization;
    yield {
      id,
      organization_id: organization.id,
      number: 2,
      effective_from: dayText(announcedOn + NOTICE_DAYS),
      paper_office: `Bộ phận công tác Đảng, ${mission.name}`,
      paper_address: `Hòm thư công vụ số ${index + 1} (số liệu giả lập), ${mission.city}`,
      valid_to: null,
      announced_on: dayText(announcedOn),
      is_synthetic: true,
    };
  }
}

/** To which committees each change was announced, all of them, and which have confirmed reading it. */
export function* directoryAnnouncementRows(): Generator<Row<"directory_announcement">> {
  for (const { id, announcedOn } of changes) {
    for (const [index, code] of [...homeCommittees.keys()].entries()) {
      const readOn = announcedOn + 1 + ((index * 7) % READ_BY_DAYS);
      yield { change_id: id, committee_code: code, read_on: readOn <= today ? dayText(readOn) : null };
    }
  }
}

/** Versions of the entries that have changed, by organization. */
export const changedEntries: ReadonlySet<string> = new Set(changes.map(({ organization }) => organization.id));
