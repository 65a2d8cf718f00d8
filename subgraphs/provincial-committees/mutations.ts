import { pendingDeliveries } from "#kit/outbox.ts";
import type { ActAnswer } from "./acts.ts";
import { applicationActs } from "./application-acts.ts";
import { arrivalActs } from "./arrival-acts.ts";
import type { ProvincialCommitteesContext } from "./context.ts";
import { sendListReport } from "./list-report-acts.ts";
import { transferActs } from "./transfer-acts.ts";
import { transferHoldActs } from "./transfer-hold-acts.ts";
import { requestVerification } from "./verification-acts.ts";

type Context = ProvincialCommitteesContext;
type Subjects = Pick<ActAnswer, "subjects">;

/** What other agencies have not heard yet of an act. */
const pending = async ({ subjects }: Subjects, _: unknown, { db }: Context) =>
  (await pendingDeliveries(db, subjects)).map(({ target, events, isParked }) => ({
    target,
    eventCount: events,
    isParked,
  }));

/** The acts, and the types of what they answer. */
export const mutationResolvers = {
  Mutation: {
    ...applicationActs,
    ...transferActs,
    ...transferHoldActs,
    ...arrivalActs,
    sendListReport,
    requestVerification,
  },
  HomeApplicationStepTaken: {
    application: ({ id }: ActAnswer, _: unknown, { loaders }: Context) => loaders.applicationById.load(id),
    pendingDeliveries: pending,
  },
  HomeTransferStepTaken: {
    transfer: ({ id }: ActAnswer, _: unknown, { loaders }: Context) => loaders.transferById.load(id),
    pendingDeliveries: pending,
  },
  HomeTransferHoldStepTaken: {
    member: ({ id, committee }: { readonly id: string; readonly committee: string }) => ({
      id,
      homeCommittee: { code: committee },
    }),
  },
  HomeArrivalStepTaken: {
    arrival: ({ id }: ActAnswer, _: unknown, { loaders }: Context) => loaders.arrivalById.load(id),
    pendingDeliveries: pending,
  },
  HomeListReportSent: { pendingDeliveries: pending },
  HomeListReport: {
    transfers: ({ transferIds }: { readonly transferIds: readonly string[] }, _: unknown, { loaders }: Context) =>
      loaders.transferById.loadMany(transferIds),
  },
  HomeVerificationRequested: {
    letter: ({ id }: ActAnswer, _: unknown, { loaders }: Context) => loaders.verificationLetterById.load(id),
    pendingDeliveries: pending,
  },
};
