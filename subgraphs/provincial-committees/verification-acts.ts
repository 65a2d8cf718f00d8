import { REGISTRAR } from "#contract/reach.ts";
import { emit } from "#kit/outbox.ts";
import { requireLine } from "#kit/act-texts.ts";
import { requireCountry } from "./act-inputs.ts";
import { homeMutation, inputRefused, type ActAnswer, type ActInput, type ActScene } from "./acts.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";

/** A letter that asks for a verification. */
interface VerificationInput extends ActInput {
  readonly countryCode: string;
  readonly letterNumber: string;
}

/** Asks the Foreign Ministry by official letter for a verification abroad: never about whom or what. */
export const requestVerification = homeMutation<VerificationInput, ActAnswer>({
  act: "REQUEST_VERIFICATION",
  taken: "HomeVerificationRequested",
  subject: ({ committee }) => committee,
  run: ask,
});

async function ask({ tx, committee, today, now }: ActScene, input: VerificationInput): Promise<ActAnswer> {
  const countryCode = requireCountry({ countryCode: input.countryCode });
  const letterNumber = requireLine("letterNumber", input.letterNumber, 40);
  const id = newOpaqueId("vr");
  const letter = { id, committee_code: committee, country_code: countryCode, letter_number: letterNumber };
  const { numInsertedOrUpdatedRows: added } = await tx
    .insertInto("verification_letter")
    .values({ ...letter, requested_on: today })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (!added) {
    throw inputRefused("letterNumber", "NUMBER_TAKEN", "The committee has sent a letter of this number today.");
  }
  const body = { requestId: id, requestedBy: committee, countryCode, letterNumber, requestedOn: today };
  await emit(tx, [{ target: REGISTRAR, subject: id, kind: "verification.requested", body }], now);
  return { id, subjects: [id] };
}
