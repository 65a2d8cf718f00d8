import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import { listAccesses, type Access } from "./accesses.ts";
import type { AuditLogContext } from "./context.ts";

/**
 * The accesses to a member's data, for the member alone; of anybody else's there are none. Rows alone would not hide
 * that: of an access to two people the one could find out that it was to the other too.
 */
export async function ownAccesses({ db, reach, pseudonymsOf }: AuditLogContext, id: string, page: PageArguments) {
  if (id === reach.memberId) return listAccesses(db, { pseudonyms: pseudonymsOf(id) }, page);
  return connectionOf<Access>([], pageRequest(page, 2), () => [], async () => 0);
}
