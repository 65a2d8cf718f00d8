import { sql, type Insertable } from "kysely";
import type { AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { ForeignMinistryTables } from "../../../subgraphs/foreign-ministry/tables.ts";
import type { RunningMinistry } from "./running-ministry.ts";
import { assignment, studentCell } from "./rows.ts";

type Row<Table extends keyof ForeignMinistryTables> = Insertable<ForeignMinistryTables[Table]>;

/** The stay that acts are tried on, and the transfer by which its member came. */
export const stayId = "oa_staystaystayst";
export const arrivalId = "at_arrivalarrival";

/** Takes away every stay and what hangs on it. */
export async function clearStays({ db }: RunningMinistry): Promise<void> {
  await sql`delete from arrival; delete from traveller; delete from official_decision; delete from return_transfer;
    delete from overseas_assignment_step; delete from overseas_assignment`.execute(db);
}

const BEFORE_MOVE: ReadonlySet<AssignmentState> = new Set(["DECLARED", "REFUSED", "HOME_APPROVED", "CANCELLED"]);

/** What a stay is placed with; by default an official member on a transfer to Japan whose file is complete. */
export interface PlacedStay {
  readonly id?: string;
  readonly row?: Partial<Row<"overseas_assignment">>;
  readonly arrival?: Partial<Row<"arrival">> | null;
  readonly traveller?: Partial<Row<"traveller">>;
  /** False for a member whose card is not in custody, "returned" for one to whom it was given back. */
  readonly card?: boolean | "returned";
}

/** Puts a stay into a state, with everything that the acts out of it ask for. */
export async function placeStay({ db }: RunningMinistry, state: AssignmentState, placed: PlacedStay = {}): Promise<void> {
  const { id = stayId, card = true, arrival = {}, traveller = {} } = placed;
  await db
    .insertInto("overseas_assignment")
    .values(
      assignment({
        id,
        member_id: `mb_${id.slice(3)}`,
        state,
        move_kind: BEFORE_MOVE.has(state) ? null : "OFFICIAL_TRANSFER",
        departs_on: "2024-03-01",
        started_on: "2024-03-02",
        expected_return_on: "2024-09-30",
        addressed_organization_id: studentCell.organization_id,
        receiving_organization_id: studentCell.organization_id,
        received_on: "2024-03-10",
        ...(card && { card_received_on: "2024-02-20" }),
        ...(card === "returned" && { card_returned_on: "2024-09-20" }),
        ...placed.row,
      }),
    )
    .execute();
  const official = { member_class: "OFFICIAL", official_on: "2016-05-19" } as const;
  await db
    .insertInto("traveller")
    .values({
      assignment_id: id,
      family_name: "Nguyễn",
      middle_name: "Giả",
      given_name: "Lập",
      ...official,
      admitted_on: "2015-05-19",
      home_organization_id: "po_homecellhomece",
      ...traveller,
    })
    .execute();
  if (arrival === null) return;
  await db
    .insertInto("arrival")
    .values({
      id: arrivalId.slice(0, -3) + id.slice(-3),
      assignment_id: id,
      sender: "provincial-committees/south",
      kind: "OFFICIAL",
      state: "FILE_CHECKED",
      letter_number: "12-GT/ĐU",
      letter_issued_on: "2024-02-01",
      present_due_on: "2099-12-31",
      is_file_list_certified: true,
      is_synthetic: true,
      ...arrival,
    })
    .execute();
}

/** The stay as it stands. */
export const stayNow = ({ db }: RunningMinistry, id = stayId) =>
  db.selectFrom("overseas_assignment").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
