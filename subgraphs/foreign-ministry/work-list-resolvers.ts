import type { PageArguments } from "#kit/page.ts";
import type { ForeignMinistryContext } from "./context.ts";
import {
  listAwaited,
  listCardsHeldAfterEnd,
  listDecisionsDue,
  listReturning,
  type AwaitedArguments,
  type DecisionsDueArguments,
  type ReturningArguments,
} from "./work-lists.ts";

type Context = ForeignMinistryContext;

/** What offices work through, day by day. */
export const workLists = {
  awaitedMembers: (_: unknown, args: AwaitedArguments, { db }: Context) => listAwaited(db, args),
  returningMembers: (_: unknown, args: ReturningArguments, { db }: Context) => listReturning(db, args),
  officialDecisionsDue: (_: unknown, args: DecisionsDueArguments, { db }: Context) => listDecisionsDue(db, args),
  cardsHeldAfterEnd: (_: unknown, args: PageArguments, { db }: Context) => listCardsHeldAfterEnd(db, args),
};
