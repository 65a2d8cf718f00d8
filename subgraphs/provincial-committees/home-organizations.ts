import type { Kysely } from "kysely";
import type { ActorKind } from "#contract/lifecycles/vocabulary.ts";
import { loadByKey } from "#kit/batch.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** The bodies that deal with a member of an organization at home; null where the tree has none of the kind. */
export interface HomeBodies {
  /** The organization itself: a cell, for nearly everyone. */
  readonly cell: string;
  readonly grassroots: string | null;
  /** The committee directly above the grassroots. */
  readonly aboveGrassroots: string | null;
  /** The head of the home committee's organizations. */
  readonly head: string | null;
}

/** Since this day the committee directly above the grassroots issues letters; districts, which did, have ended. */
const DISTRICTS_ENDED_ON = "2025-07-01";

/**
 * Who issues letters on a day for organizations outside its own; null for days of bodies that are no more. What is
 * directly below the home committee gets its letters from the home committee's organization board.
 */
const issuerOn = ({ aboveGrassroots, head }: HomeBodies, day: string): string | null =>
  day < DISTRICTS_ENDED_ON ? null : (aboveGrassroots ?? head);

/** The organization that is a kind of body for those below it; null for bodies that are not of the home committee. */
export function bodyOf(actor: ActorKind, bodies: HomeBodies, day: string): string | null {
  switch (actor) {
    case "HOME_CELL":
    case "RECEIVING_CELL":
      return bodies.cell;
    case "HOME_GRASSROOTS_COMMITTEE":
    case "RECEIVING_GRASSROOTS_COMMITTEE":
      return bodies.grassroots;
    case "ISSUING_BODY":
      return issuerOn(bodies, day);
    case "HOME_COMMITTEE":
      return bodies.head;
    default:
      return null;
  }
}

/** Bodies by organization; an organization that is not of a committee served here loads as null. */
export const bodiesByOrganization = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    async (ids: readonly string[]) => {
      const rows = await organizationsAbove(db, ids).execute();
      return [...Map.groupBy(rows, ({ start }) => start)].map(([cell, above]) => {
        const at = (level: string) => above.find((organization) => organization.level === level)?.id ?? null;
        const [grassroots, aboveGrassroots, head] = ["GRASSROOTS", "ABOVE_GRASSROOTS", "CENTRALLY_RUN"].map(at);
        return { cell, grassroots: grassroots ?? null, aboveGrassroots: aboveGrassroots ?? null, head: head ?? null };
      });
    },
    ({ cell }: HomeBodies) => cell,
  );

/** The head of a home committee's organizations; null when the copy of the tree has none. */
export async function headOf(db: Kysely<ProvincialCommitteesTables>, committee: string): Promise<string | null> {
  const heads = db.selectFrom("home_organization").select("id").where("committee_code", "=", committee);
  return (await heads.where("level", "=", "CENTRALLY_RUN").executeTakeFirst())?.id ?? null;
}

/** Each organization with all above it, under the id where the way up began. */
const organizationsAbove = (db: Kysely<ProvincialCommitteesTables>, ids: readonly string[]) =>
  db
    .withRecursive("above", (with_) =>
      with_
        .selectFrom("home_organization")
        .select(["id as start", "id", "level", "superior_id"])
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .unionAll(
          with_
            .selectFrom("home_organization as next")
            .innerJoin("above", "above.superior_id", "next.id")
            .select(["above.start", "next.id", "next.level", "next.superior_id"]),
        ),
    )
    .selectFrom("above")
    .select(["start", "id", "level"]);
