import { pendingDeliveries } from "#kit/outbox.ts";
import { registerMutation, type ActScene } from "./acts.ts";
import {
  checkFileAbroad,
  presentLetterAbroad,
  returnFileAbroad,
  type ArrivalAnswer,
  type ArrivalInput,
} from "./arrival-acts.ts";
import { giveCardBack, recordMissingCard, takeCardIntoCustody } from "./card-acts.ts";
import type { ForeignMinistryContext } from "./context.ts";
import { foundCellAbroad } from "./founding-acts.ts";
import { guideSingly, placeInCell, receiveAbroad } from "./receiving-acts.ts";
import { confirmAbroad, introduceHome, reissueReturnLetter, startReturn } from "./return-acts.ts";
import { recognizeAbroad, refuseRecognitionAbroad } from "./recognition-acts.ts";
import {
  extendStay,
  forwardNotice,
  moveCountry,
} from "./stay-acts.ts";
import type { StayAnswer, StayInput } from "./stay-case.ts";
import { replyToVerification } from "./verification-acts.ts";

type Context = ForeignMinistryContext;

/** A mutation on one stay. */
const stay = <Input extends StayInput>(act: string, run: (scene: ActScene, input: Input) => Promise<StayAnswer>) =>
  registerMutation({ act, taken: "AssignmentActTaken", subject: ({ assignment }: Input) => assignment, run });

/** A mutation on one arrival. */
const arrival = <Input extends ArrivalInput>(
  act: string,
  run: (scene: ActScene, input: Input) => Promise<ArrivalAnswer>,
) => registerMutation({ act, taken: "ArrivalActTaken", subject: ({ arrival }: Input) => arrival, run });

/** The acts on stays, on transfers that arrive abroad, and on letters that ask for a verification. */
export const stayMutations = {
  forwardNotice: stay("FORWARD_NOTICE", forwardNotice),
  presentLetterAbroad: arrival("PRESENT_TRANSFER_LETTER", presentLetterAbroad),
  checkFileAbroad: arrival("CHECK_TRANSFER_FILE", checkFileAbroad),
  returnFileAbroad: arrival("RETURN_TRANSFER_FILE", returnFileAbroad),
  receiveAbroad: stay("RECEIVE_ABROAD", receiveAbroad),
  placeInCell: stay("PLACE_IN_CELL", placeInCell),
  guideSingly: stay("GUIDE_SINGLY", guideSingly),
  foundCellAbroad: registerMutation({
    act: "FOUND_CELL_ABROAD",
    taken: "CellFounded",
    subject: ({ decisionNumber }) => decisionNumber,
    run: foundCellAbroad,
  }),
  takeCardIntoCustody: stay("TAKE_CARD_INTO_CUSTODY", takeCardIntoCustody),
  recordMissingCard: stay("RECORD_MISSING_CARD", recordMissingCard),
  giveCardBack: stay("GIVE_CARD_BACK", giveCardBack),
  extendStay: stay("EXTEND_STAY", extendStay),
  moveCountry: stay("MOVE_COUNTRY", moveCountry),
  recognizeAbroad: stay("RECOGNIZE_ABROAD", recognizeAbroad),
  refuseRecognitionAbroad: stay("REFUSE_RECOGNITION_ABROAD", refuseRecognitionAbroad),
  startReturn: stay("START_RETURN", startReturn),
  confirmAbroad: stay("CONFIRM_ABROAD", confirmAbroad),
  introduceHome: stay("INTRODUCE_HOME", introduceHome),
  reissueReturnLetter: stay("REISSUE_RETURN_LETTER", reissueReturnLetter),
  replyToVerification: registerMutation({
    act: "REPLY_TO_VERIFICATION",
    taken: "VerificationReplied",
    subject: ({ request }) => request,
    run: replyToVerification,
  }),
};

/** Which sides have not heard yet of the subjects of an act. */
const pending = async ({ subjects }: { readonly subjects: readonly string[] }, _: object, { db }: Context) =>
  (await pendingDeliveries(db, subjects)).map(({ target, events, isParked, since }) => ({
    target,
    eventCount: events,
    isParked,
    sinceAt: since.toISOString(),
  }));

/** What the answers of these acts hold: ids, by which what is asked for is read after the act. */
export const stayActResults = {
  AssignmentActTaken: {
    assignment: ({ assignmentId }: StayAnswer, _: object, { assignmentsById }: Context) =>
      assignmentsById.load(assignmentId),
    pendingDeliveries: pending,
  },
  ArrivalActTaken: {
    arrival: ({ arrivalId }: ArrivalAnswer, _: object, { arrivalsById }: Context) => arrivalsById.load(arrivalId),
    pendingDeliveries: pending,
  },
  CellFounded: {
    organization: ({ organizationId }: { organizationId: string }) => ({ id: organizationId }),
    assignments: async ({ assignmentIds }: { assignmentIds: string[] }, _: object, { assignmentsById }: Context) =>
      (await assignmentsById.loadMany(assignmentIds)).filter((found) => found !== null && !(found instanceof Error)),
    pendingDeliveries: pending,
  },
  VerificationReplied: {
    request: ({ requestId }: { requestId: string }, _: object, { verificationRequestsById }: Context) =>
      verificationRequestsById.load(requestId),
    pendingDeliveries: pending,
  },
};
