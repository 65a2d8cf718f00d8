import type { PageArguments } from "#kit/page.ts";
import { CalendarDay } from "#kit/scalars.ts";
import { listAssignments, type Assignment, type AssignmentFilter } from "./assignments.ts";
import type { ForeignMinistryContext } from "./context.ts";
import { listDirectoryChanges, type DirectoryChange, type DirectoryChangeArguments } from "./directory-changes.ts";
import { listDirectoryEntries, type DirectoryArguments, type DirectoryEntry } from "./directory-entries.ts";
import { listMissions } from "./missions.ts";
import { nextStepOf } from "./next-step.ts";
import { officeActResults, officeMutations } from "./office-mutations.ts";
import { reconciliationQueries, reconciliationResolvers } from "./reconciliation-resolvers.ts";
import { reviewQueries, reviewResolvers } from "./review-resolvers.ts";
import { stayActResults, stayMutations } from "./stay-mutations.ts";
import { workLists } from "./work-list-resolvers.ts";
import {
  listVerificationRequests,
  type VerificationRequest,
  type VerificationRequestArguments,
} from "./verification-requests.ts";

type Context = ForeignMinistryContext;
type Id = { readonly id: string };

const countryOf = ({ countryCode }: { readonly countryCode: string | null }, _: object, { countries }: Context) =>
  countryCode && countries.get(countryCode);

/** Where each field comes from; a field that is not named here is a column of its row. */
export const resolvers = {
  CalendarDay,
  Query: {
    assignment: (_: unknown, { id }: Id, { assignmentsById }: Context) => assignmentsById.load(id),
    assignments: (_: unknown, args: PageArguments & { filter?: AssignmentFilter | null }, { db }: Context) =>
      listAssignments(db, args),
    overseasOrganizations: (_: unknown, args: DirectoryArguments, { db }: Context) => listDirectoryEntries(db, args),
    countries: (_: unknown, __: object, { countries }: Context) => [...countries.values()],
    missions: (_: unknown, args: PageArguments & { country?: string | null }, { db }: Context) =>
      listMissions(db, args),
    verificationRequests: (_: unknown, args: VerificationRequestArguments, { db }: Context) =>
      listVerificationRequests(db, args),
    ...workLists,
    directoryChanges: (_: unknown, args: DirectoryChangeArguments, { office }: Context) =>
      listDirectoryChanges(office, args),
    ...reconciliationQueries,
    ...reviewQueries,
  },
  Mutation: { ...stayMutations, ...officeMutations },
  ...stayActResults,
  ...officeActResults,
  Member: {
    /** This agency never claims that a member exists: it only adds fields to the key it is handed. */
    __resolveReference: ({ id }: Id) => ({ id }),
    currentAssignment: ({ id }: Id, _: object, { currentAssignmentsByMember }: Context) =>
      currentAssignmentsByMember.load(id),
    assignments: ({ id }: Id, args: PageArguments, { assignmentsOfMember }: Context) => assignmentsOfMember(id, args),
  },
  PartyOrganization: {
    /** Nor that an organization does; the registry is the Organization Commission's. */
    __resolveReference: ({ id }: Id) => ({ id }),
    overseas: ({ id }: Id, _: object, { directoryEntriesByOrganization }: Context) =>
      directoryEntriesByOrganization.load(id),
  },
  Country: {
    __resolveReference: ({ code }: { code: string }, { countries }: Context) => countries.get(code) ?? null,
  },
  Mission: {
    __resolveReference: ({ id }: Id, { missionsById }: Context) => missionsById.load(id),
    country: countryOf,
  },
  OverseasDirectoryEntry: {
    organization: ({ organizationId }: DirectoryEntry) => ({ id: organizationId }),
    country: countryOf,
    mission: ({ missionId }: DirectoryEntry, _: object, { missionsById }: Context) => missionsById.load(missionId),
    founding: ({ organizationId }: DirectoryEntry, _: object, { foundedCellsByOrganization }: Context) =>
      foundedCellsByOrganization.load(organizationId),
  },
  DirectoryChange: {
    organization: ({ organizationId }: DirectoryChange) => ({ id: organizationId }),
    announcements: ({ id }: DirectoryChange, _: object, { announcementsByChange }: Context) =>
      announcementsByChange.load(id),
  },
  DirectoryAnnouncement: {
    committee: ({ committeeCode }: { committeeCode: string }) => ({ code: committeeCode }),
  },
  OverseasAssignment: {
    __resolveReference: ({ id }: Id, { assignmentsById }: Context) => assignmentsById.load(id),
    member: ({ memberId }: Assignment) => ({ id: memberId }),
    country: countryOf,
    homeCommittee: ({ homeCommittee }: Assignment) => ({ code: homeCommittee }),
    declaredBy: ({ declaredBy }: Assignment) => ({ code: declaredBy }),
    notice: (assignment: Assignment) => assignment.noticeKind && assignment,
    receivingOrganization: ({ receivingOrganizationId: id }: Assignment) => id && { id },
    cardCustody: (assignment: Assignment) => assignment.cardReceivedOn && assignment,
    steps: ({ id }: Assignment, _: object, { stepsByAssignment }: Context) => stepsByAssignment.load(id),
    addressedOrganization: ({ addressedOrganizationId: id }: Assignment) => id && { id },
    arrivals: ({ id }: Assignment, _: object, { arrivalsByAssignment }: Context) => arrivalsByAssignment.load(id),
    officialDecision: ({ id }: Assignment, _: object, { officialDecisionsByAssignment }: Context) =>
      officialDecisionsByAssignment.load(id),
    returnTransfer: ({ id }: Assignment, _: object, { returnTransfersByAssignment }: Context) =>
      returnTransfersByAssignment.load(id),
    nextStep: (assignment: Assignment, _: object, context: Context) => nextStepOf(assignment, context),
  },
  OverseasArrival: {
    assignment: ({ assignmentId }: { assignmentId: string }, _: object, { assignmentsById }: Context) =>
      assignmentsById.load(assignmentId),
  },
  ReturnTransfer: { presentDueOn: ({ presentBy }: { presentBy: string }) => presentBy },
  OverseasAssignmentNotice: {
    kind: ({ noticeKind }: Assignment) => noticeKind,
    number: ({ noticeNumber }: Assignment) => noticeNumber,
    issuedOn: ({ noticeIssuedOn }: Assignment) => noticeIssuedOn,
    receivedOn: ({ noticeReceivedOn }: Assignment) => noticeReceivedOn,
  },
  CardCustody: {
    receivedOn: ({ cardReceivedOn }: Assignment) => cardReceivedOn,
    returnedOn: ({ cardReturnedOn }: Assignment) => cardReturnedOn,
    mission: ({ cardMissionId }: Assignment, _: object, { missionsById }: Context) =>
      cardMissionId && missionsById.load(cardMissionId),
  },
  OverseasAssignmentStep: { country: countryOf },
  VerificationRequest: {
    requestedBy: ({ requestedBy }: VerificationRequest) => ({ code: requestedBy }),
    country: countryOf,
  },
  ...reconciliationResolvers,
  ...reviewResolvers,
};
