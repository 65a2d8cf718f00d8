import type { Kysely, Selection } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { dayPageRequest } from "./list-query.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

const columns = [
  "id", "country_code as countryCode", "letter_number as letterNumber", "requested_on as requestedOn",
  "replied_on as repliedOn", "outcome", "is_synthetic as isSynthetic",
] as const;

/** A letter that asks for a verification; the parent of every field of `VerificationLetter`. */
export type VerificationLetter = Selection<ProvincialCommitteesTables, "verification_letter", (typeof columns)[number]>;

/** The arguments of `Query.verificationLetters`. */
export interface VerificationLettersArguments extends PageArguments {
  readonly committee: string;
  readonly isReplied?: boolean | null;
}

/** A committee's letters, latest first. @throws what `dayPageRequest` throws */
export async function listVerificationLetters(
  db: Kysely<ProvincialCommitteesTables>,
  { committee, isReplied, ...pageArguments }: VerificationLettersArguments,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db
    .selectFrom("verification_letter")
    .where("committee_code", "=", committee)
    .$if(isReplied != null, (letters) => letters.where("replied_on", isReplied ? "is not" : "is", null));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("requested_on", "id"), "<", tuple(...page.after)) : and([]),
    )
    .select(columns)
    .orderBy("requested_on", "desc")
    .orderBy("id", "desc")
    .limit(page.size + 1)
    .execute();
  const count = () => matching.select((eb) => eb.fn.countAll<string>().as("count")).executeTakeFirstOrThrow();
  return connectionOf(rows, page, (row) => [row.requestedOn, row.id], async () => Number((await count()).count));
}

/** Letters by id. */
export const verificationLetterById = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("verification_letter")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );
