import type { PageArguments } from "#kit/page.ts";
import { CalendarDay } from "#kit/scalars.ts";
import { listCodeLists } from "./code-lists.ts";
import { listCommittees, nameOn, type Committee } from "./committees.ts";
import type { OrganizationCommissionContext } from "./context.ts";
import { deadlinesOfMove, listDeadlinePolicies, type DeadlinePolicy } from "./deadline-policies.ts";
import { legalBasesOfProcedures, listLegalBases } from "./legal-bases.ts";
import { memberByCardNumber } from "./members.ts";
import { listOrganizations, type PartyOrganization, type PartyOrganizationFilter } from "./party-organizations.ts";
import { formsOf, procedureFor, signersOf, type Procedure } from "./procedures.ts";
import { statisticsQueries, statisticsTypes } from "./statistics/resolvers.ts";
import type { CommitteeTable } from "./tables.ts";
import { holidaysOf, readHolidays, workingDayAfter } from "./working-days.ts";

type Context = OrganizationCommissionContext;
type Id = { readonly id: string };
type Code = { readonly code: string };
type AsOf = { readonly asOf?: string | null };
type On = { readonly on?: string | null };
type ProcedureQuestion = Omit<Parameters<typeof procedureFor>[1], "on"> & On;

/** Where each field comes from; a field that is not named here is a column of its row. */
export const resolvers = {
  CalendarDay,
  Query: {
    member: (_: unknown, { id }: Id, { membersById }: Context) => membersById.load(id),
    memberByCardNumber: (_: unknown, { cardNumber }: { cardNumber: string }, { db, indexKey }: Context) =>
      memberByCardNumber(db, indexKey, cardNumber),
    partyOrganization: (_: unknown, { id }: Id, { organizationsById }: Context) => organizationsById.load(id),
    partyOrganizations: (
      _: unknown,
      args: PageArguments & { filter?: PartyOrganizationFilter | null },
      { db, today }: Context,
    ) => listOrganizations(db, args, today),
    committees: (_: unknown, { asOf, kind }: AsOf & { kind?: CommitteeTable["kind"] | null }, { db, today }: Context) =>
      listCommittees(db, { asOf: asOf ?? today, kind }),
    committee: (_: unknown, { code }: Code, { committeesByCode }: Context) => committeesByCode.load(code),
    codeLists: (_: unknown, args: On & { name?: string | null }, { db }: Context) => listCodeLists(db, args),
    legalBases: (_: unknown, args: On & { topic?: string | null }, { db }: Context) => listLegalBases(db, args),
    deadlinePolicies: (_: unknown, args: On, { db }: Context) => listDeadlinePolicies(db, args),
    holidays: (_: unknown, { year }: { year: number }, { db }: Context) => holidaysOf(db, year),
    workingDayAfter: async (_: unknown, args: { day: string; workingDays: number }, { db }: Context) =>
      workingDayAfter(args.day, args.workingDays, await readHolidays(db)),
    procedureFor: (_: unknown, { on, ...question }: ProcedureQuestion, { db, today }: Context) =>
      procedureFor(db, { ...question, on: on ?? today }),
    ...statisticsQueries,
  },
  ...statisticsTypes,
  Member: {
    __resolveReference: ({ id }: Id, { membersById }: Context) => membersById.load(id),
  },
  Committee: {
    __resolveReference: ({ code }: Code, { committeesByCode }: Context) => committeesByCode.load(code),
    name: ({ names, namedOn }: Committee, { asOf }: AsOf, { today }: Context) =>
      nameOn(names, asOf ?? namedOn ?? today),
    predecessors: ({ code }: Committee, _: object, { predecessorsByCommittee }: Context) =>
      predecessorsByCommittee.load(code),
    successor: ({ successorCode }: Committee, _: object, { committeesByCode }: Context) =>
      successorCode && committeesByCode.load(successorCode),
  },
  PartyOrganization: {
    __resolveReference: ({ id }: Id, { organizationsById }: Context) => organizationsById.load(id),
    committee: ({ committeeCode }: PartyOrganization, _: object, { committeesByCode }: Context) =>
      committeesByCode.load(committeeCode),
    superior: ({ superiorIds }: PartyOrganization, _: object, { organizationsById }: Context) => {
      const superiorId = superiorIds.at(-1);
      return superiorId && organizationsById.load(superiorId);
    },
    superiors: ({ superiorIds }: PartyOrganization, _: object, { organizationsById }: Context) =>
      organizationsById.loadMany(superiorIds),
    subordinates: ({ id }: PartyOrganization, args: PageArguments, { subordinatesOf }: Context) =>
      subordinatesOf(id, args),
  },
  DeadlinePolicy: {
    legalBasis: ({ legalBasisCode }: DeadlinePolicy, _: object, { legalBasesByCode }: Context) =>
      legalBasisCode && legalBasesByCode.load(legalBasisCode),
  },
  Procedure: {
    ruleVersion: ({ ruleVersionCode }: Procedure, _: object, { legalBasesByCode }: Context) =>
      legalBasesByCode.load(ruleVersionCode),
    legalBases: ({ on }: Procedure, _: object, { db }: Context) => legalBasesOfProcedures(db, on),
    forms: (procedure: Procedure, _: object, { db }: Context) => formsOf(db, procedure),
    signers: (procedure: Procedure, _: object, { db }: Context) => signersOf(db, procedure),
    deadlines: ({ moveKind, on }: Procedure, _: object, { db }: Context) => deadlinesOfMove(db, moveKind, on),
  },
};
