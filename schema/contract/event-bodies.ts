import { countriesAbroad } from "./countries.ts";
import { assignmentLifecycle } from "./lifecycles/assignment.ts";
import { transferLifecycle } from "./lifecycles/transfer.ts";
import type { Lifecycle } from "./lifecycles/lifecycle.ts";
import { actors, formCodes, type ActorKind } from "./lifecycles/vocabulary.ts";
import { homeFile } from "./home-file.ts";
import { count, day, flag, id, listOf, nullable, oneOf, record, text, type ValueOf } from "./shapes.ts";

/** Values that several agencies hold in their tables. */
const memberClasses = ["PROBATIONARY", "OFFICIAL"] as const;
const stayPurposes = ["WORK", "STUDY", "LABOUR", "FAMILY_VISIT", "MEDICAL_TREATMENT", "PRIVATE"] as const;
const moveKinds = [
  "REPORT_ONLY",
  "GROUP_CELL",
  "TEMPORARY_TRANSFER",
  "OFFICIAL_TRANSFER",
  "SINGLE_GUIDANCE",
  "NEW_CELL",
  "EXEMPTION",
] as const;
const letterKinds = ["OFFICIAL", "TEMPORARY", "ABROAD", "OVERSEAS_WORK_SLIP", "INTERNAL"] as const;

const topic = oneOf(["DEPARTURE", "RETURN", "ABROAD", "LATE_TRANSFER", "ORGANIZATION_ABROAD"]);
const dimension = oneOf(["NATION", "PURPOSE", "COUNTRY", "COMMITTEE", "DEADLINE"]);

const actsOf = <Act extends string>({ rows }: Lifecycle<string, Act>) => oneOf(rows.map(({ act }) => act));
const statesOf = <State extends string>({ states }: Lifecycle<State>) => oneOf(Object.keys(states) as State[]);
const country = oneOf(countriesAbroad);
const actor = oneOf(Object.keys(actors) as ActorKind[]);

/** What the receiver must know of a person before they come, and nothing else. */
const person = record({
  familyName: text(60),
  middleName: nullable(text(80)),
  givenName: text(60),
  memberClass: oneOf(memberClasses),
  admittedOn: day,
  officialOn: nullable(day),
  homeCommittee: id,
  homeOrganizationId: id,
});

/**
 * What each kind of event carries. A body is what the receiver needs to act and no more of a person than `person`. A
 * kind is added by adding it here; every agency then has to say whether it takes it.
 */
export const eventBodies = {
  /** A home committee has recorded that a member is to go abroad. Subject: the stay. */
  "assignment.declared": record({
    assignmentId: id,
    memberId: id,
    person,
    purpose: oneOf(stayPurposes),
    countryCode: country,
    declaredBy: id,
    declaredOn: day,
    departsOn: day,
    expectedReturnOn: day,
  }),
  /** A stay has taken a step at the source. Nulls: the step changed nothing of the kind. Subject: the stay. */
  "assignment.stepped": record({
    assignmentId: id,
    act: actsOf(assignmentLifecycle),
    state: statesOf(assignmentLifecycle),
    by: actor,
    on: day,
    moveKind: nullable(oneOf(moveKinds)),
    transferId: nullable(id),
    organizationId: nullable(id),
    countryCode: nullable(country),
    expectedReturnOn: nullable(day),
    returnedOn: nullable(day),
    letterNumber: nullable(text(60)),
    dueOn: nullable(day),
    reason: nullable(text(500)),
  }),
  /** Who was received abroad is in another cell there, and the step of the stay the same. Subject: the stay. */
  "assignment.placed": record({ assignmentId: id, organizationId: id, on: day }),
  /** A letter is issued: the receiver may expect the member. Subject: the transfer. */
  "transfer.announced": record({
    transferId: id,
    assignmentId: nullable(id),
    memberId: id,
    person,
    kind: oneOf(["OFFICIAL", "TEMPORARY"]),
    fromOrganizationId: id,
    toOrganizationId: nullable(id),
    letterKind: oneOf(letterKinds),
    letterNumber: text(60),
    issuedOn: day,
    presentBy: day,
    isCardInCustody: flag,
    documents: listOf(oneOf(formCodes), 20),
    isFileListCertified: flag,
  }),
  /** A transfer has taken a step at the source. Subject: the transfer. */
  "transfer.stepped": record({
    transferId: id,
    act: actsOf(transferLifecycle),
    state: statesOf(transferLifecycle),
    by: actor,
    on: day,
    organizationId: nullable(id),
    letterNumber: nullable(text(60)),
    presentBy: nullable(day),
    reason: nullable(text(500)),
  }),
  /** A member's cell at home is another one, or another committee keeps the record. Subject: the member. */
  "member.placed": record({ memberId: id, homeCommittee: id, homeOrganizationId: id, on: day }),
  /** The file of one whom another home committee has accepted, which keeps it from now on. Subject: the transfer. */
  "member.handed-over": record({
    memberId: id,
    transferId: id,
    fromCommittee: id,
    homeCommittee: id,
    homeOrganizationId: id,
    on: day,
    file: homeFile,
  }),
  /** The home committee's assessment of a probationary member abroad. Subject: the stay. */
  "member.assessed": record({ memberId: id, assignmentId: id, assessedOn: day, isRecommended: flag }),
  /** The committee abroad has made a probationary member official. Subject: the stay. */
  "member.made-official": record({ memberId: id, assignmentId: id, decidedOn: day, organizationId: nullable(id) }),
  /** The committee abroad has decided not to make a probationary member official. Subject: the stay. */
  "member.not-recognized": record({ memberId: id, assignmentId: id, decidedOn: day }),
  /** The ministry keeps a card, has given it back, or never got it: then both are null. Subject: the stay. */
  "card.moved": record({ assignmentId: id, receivedOn: nullable(day), returnedOn: nullable(day) }),
  /** A letter that asks for the confirmation of records abroad; never about whom or what. Subject: the request. */
  "verification.requested": record({
    requestId: id,
    requestedBy: id,
    countryCode: country,
    letterNumber: text(60),
    requestedOn: day,
  }),
  /** The reply to it. Subject: the request. */
  "verification.replied": record({
    requestId: id,
    receivedOn: day,
    repliedOn: nullable(day),
    outcome: nullable(oneOf(["CONFIRMED", "NOT_CONFIRMED", "RETURNED"])),
  }),
  /** Where an organization abroad receives papers has changed. Subject: the organization. */
  "directory.changed": record({
    changeId: id,
    organizationId: id,
    countryCode: country,
    changedOn: day,
    changed: listOf(oneOf(["ADDRESS", "CONTACT", "MISSION", "CELL_KIND", "OPENED", "CLOSED"]), 6),
  }),
  /** The ministry has founded a cell abroad, for the registry to enter. Subject: the organization. */
  "organization.founded": record({ organizationId: id, name: text(200), countryCode: country, foundedOn: day }),
  /** The last day of an organization abroad, or null: it has none any more. Subject: the organization. */
  "organization.ended": record({ organizationId: id, validTo: nullable(day) }),
  /** A home committee has read such a change. Subject: the organization. */
  "directory.read": record({ changeId: id, committee: id, readOn: day }),
  /**
   * Counts of a register for the national statistics, never of fewer than all; part i of n, each saying whether any row
   * that was counted is made up. Subject: the day.
   */
  "counts.reported": record({
    day,
    part: count,
    parts: count,
    isSynthetic: flag,
    counts: listOf(record({ topic, dimension, code: id, period: text(30), count }), 100),
  }),
} as const;

/** One of the closed list of kinds. */
export type EventKind = keyof typeof eventBodies;

/** What an event of a kind carries. */
export type EventBody<Kind extends EventKind> = ValueOf<(typeof eventBodies)[Kind]>;
