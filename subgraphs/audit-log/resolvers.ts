import type { PageArguments } from "#kit/page.ts";
import { CalendarDay } from "#kit/scalars.ts";
import { listAccesses, type AccessFilter } from "./accesses.ts";
import type { AuditLogContext } from "./context.ts";
import { Instant } from "./instant.ts";
import { ownAccesses } from "./own-accesses.ts";

type Context = AuditLogContext;
type Id = { readonly id: string };

interface AccessArguments extends PageArguments {
  readonly filter?: (Omit<AccessFilter, "pseudonyms"> & { readonly member?: string | null }) | null;
}

/** Where each field comes from; a field that is not named here is a column of its row. */
export const resolvers = {
  CalendarDay,
  Instant,
  Query: {
    accesses: (_: unknown, { filter, ...page }: AccessArguments, { db, pseudonymsOf }: Context) => {
      const { member, ...conditions } = filter ?? {};
      return listAccesses(db, { ...conditions, pseudonyms: member == null ? null : pseudonymsOf(member) }, page);
    },
  },
  Member: {
    /** The log never claims that a member exists: it only adds fields to the key it is handed. */
    __resolveReference: ({ id }: Id) => ({ id }),
    accesses: ({ id }: Id, page: PageArguments, context: Context) => ownAccesses(context, id, page),
  },
};
