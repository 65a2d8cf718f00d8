import type { PageArguments } from "#kit/page.ts";
import type { ForeignMinistryContext } from "./context.ts";
import {
  differencesOf,
  findReconciliation,
  listCases,
  officeOf,
  reconciliationOf,
  registerCounts,
  unexplainedCountOf,
  type Reconciliation,
  type ReconciliationCase,
  type ReconciliationKey,
} from "./reconciliation.ts";
import type { ReconciliationReason } from "./reconciliation-reasons.ts";

type Context = ForeignMinistryContext;

/** The check that offices ask for. */
export const reconciliationQueries = {
  reconciliation: (_: unknown, args: { readonly committee: string; readonly on: string }, context: Context) =>
    findReconciliation(args, context),
};

/** What a check and its cases hold. */
export const reconciliationResolvers = {
  Reconciliation: {
    __resolveReference: (key: ReconciliationKey, context: Context) => reconciliationOf(key, context),
    committee: ({ committeeCode }: Reconciliation) => ({ code: committeeCode }),
    register: (check: Reconciliation, _: object, context: Context) => registerCounts(check, context),
    differences: (check: Reconciliation) => differencesOf(check),
    unexplainedCount: (check: Reconciliation) => unexplainedCountOf(check),
    cases: (check: Reconciliation, args: PageArguments & { readonly reason?: ReconciliationReason | null }) =>
      listCases(check, args),
  },
  ReconciliationCase: {
    assignmentId: ({ home, register }: ReconciliationCase) => register?.id ?? home?.assignmentId,
    assignment: ({ register }: ReconciliationCase, _: object, { assignmentsById }: Context) =>
      register && assignmentsById.load(register.id),
    office: ({ reason }: ReconciliationCase) => officeOf(reason),
    rosterKind: ({ home }: ReconciliationCase) => home?.rosterKind,
    transferLogKind: ({ home }: ReconciliationCase) => home?.transferLogKind,
    registerKind: ({ register }: ReconciliationCase) => register?.kind,
    homeState: ({ home }: ReconciliationCase) => home?.state,
    homeStateOn: ({ home }: ReconciliationCase) => home?.stateOn,
    ministryState: ({ register }: ReconciliationCase) => register?.state,
    ministryStateOn: ({ register }: ReconciliationCase) => register?.stateOn,
    transferState: ({ home }: ReconciliationCase) => home?.transferState,
    waitingEventCount: ({ home, register }: ReconciliationCase) =>
      (home?.waitingEventCount ?? 0) + (register?.waitingEventCount ?? 0),
  },
};
