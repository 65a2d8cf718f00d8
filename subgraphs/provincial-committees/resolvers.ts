import type { GraphQLResolverMap } from "@apollo/subgraph";
import { dayInVietnam } from "#contract/working-days.ts";
import type { PageArguments } from "#kit/page.ts";
import { CalendarDay } from "#kit/scalars.ts";
import { listActivityTransfers } from "./activity-transfers.ts";
import { listArrivals, type ArrivalsArguments } from "./arrivals.ts";
import type { ProvincialCommitteesContext } from "./context.ts";
import { homeRecordFor, organization } from "./home-record.ts";
import { homeRow, listMembers, type MemberKey, type MembersArguments } from "./members.ts";
import { mutationResolvers } from "./mutations.ts";
import { nextStepOf } from "./next-step.ts";
import { listOpenTransfers, type OpenTransfersArguments } from "./open-transfers.ts";
import { listApplications, type ApplicationsArguments, type OverseasApplication } from "./overseas-applications.ts";
import { reconciliationOf, type ReconciliationKey } from "./reconciliation.ts";
import { isOverdue, type Deadline } from "./transfer-deadlines.ts";
import { listVerificationLetters, type VerificationLettersArguments } from "./verification-letters.ts";

type Context = ProvincialCommitteesContext;
type Identified = { readonly id: string };
type Issued = { readonly issuerOrganizationId: string | null };
type OfMember = { readonly memberId: string; readonly committeeCode: string | null };
type Move = { readonly fromOrganizationId: string; readonly toOrganizationId: string | null };

/** The member of a row that names one, with the committee that keeps the record: by it, other fields are found. */
const memberOf = ({ memberId, committeeCode }: OfMember) => ({
  id: memberId,
  homeCommittee: committeeCode === null ? null : { code: committeeCode },
});

/** Every field whose value is not a property of its parent. */
export const resolvers: GraphQLResolverMap<Context> = {
  CalendarDay,
  ...mutationResolvers,
  Query: {
    members: (_: unknown, args: MembersArguments, context: Context) => listMembers(args, context),
    openTransfers: (_: unknown, args: OpenTransfersArguments, { db }: Context) =>
      listOpenTransfers(db, args, dayInVietnam(new Date())),
    overseasApplications: (_: unknown, args: ApplicationsArguments, { db }: Context) => listApplications(db, args),
    arrivals: (_: unknown, args: ArrivalsArguments, { db }: Context) => listArrivals(db, args),
    verificationLetters: (_: unknown, args: VerificationLettersArguments, { db }: Context) =>
      listVerificationLetters(db, args),
  },
  Member: {
    // The index says who exists; here a key only gains fields, and none for a member of another committee.
    __resolveReference: (key: MemberKey) => key,
    homeRecord: async (member: MemberKey, _: unknown, context: Context) => {
      const row = await homeRow(member, context);
      return row && homeRecordFor(row, context.reach);
    },
    activityTransfers: (member: MemberKey, args: PageArguments, context: Context) =>
      listActivityTransfers(member, args, context),
    nextStep: (member: MemberKey, _: unknown, context: Context) => nextStepOf(member, context),
  },
  ActivityTransfer: {
    member: memberOf,
    fromOrganization: (move: Move) => organization(move.fromOrganizationId),
    toOrganization: (move: Move) => organization(move.toOrganizationId),
    steps: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.stepsByTransfer.load(id),
    letters: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.lettersByTransfer.load(id),
    documents: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.documentsByTransfer.load(id),
    deadlines: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.deadlinesByTransfer.load(id),
  },
  ActivityTransferStep: {
    organization: (step: { readonly organizationId: string | null }) => organization(step.organizationId),
  },
  ActivityTransferLetter: {
    issuer: (letter: Issued) => organization(letter.issuerOrganizationId),
    boxes: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.boxesByLetter.load(id),
  },
  ActivityTransferLetterBox: {
    fromOrganization: (box: Move) => organization(box.fromOrganizationId),
    toOrganization: (box: Move) => organization(box.toOrganizationId),
  },
  ActivityTransferDocument: {
    issuer: (document: Issued) => organization(document.issuerOrganizationId),
  },
  OverseasApplication: {
    member: memberOf,
    receivingOrganization: ({ receivingOrganizationId }: OverseasApplication) => organization(receivingOrganizationId),
    steps: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.stepsByApplication.load(id),
    documents: ({ id }: Identified, _: unknown, { loaders }: Context) => loaders.documentsByApplication.load(id),
  },
  OverseasApplicationDocument: {
    issuer: (document: Issued) => organization(document.issuerOrganizationId),
  },
  OverseasApplicationStep: {
    organization: (step: { readonly organizationId: string | null }) => organization(step.organizationId),
  },
  Reconciliation: {
    __resolveReference: (key: ReconciliationKey, context: Context) => reconciliationOf(key, context),
  },
  Arrival: {
    fromOrganization: (move: Move) => organization(move.fromOrganizationId),
    toOrganization: (move: Move) => organization(move.toOrganizationId),
  },
  ActivityTransferDeadline: {
    isOverdue: (deadline: Deadline, { on }: { on?: string | null }) =>
      isOverdue(deadline, on ?? dayInVietnam(new Date())),
  },
};
