import type { Caller } from "#contract/caller.ts";
import type { GraphQLError } from "graphql";
import type { FilteredOperation } from "../authorization/filter-operation.ts";
import type { OperationResult } from "../execution/answers.ts";
import type { OperationRequest } from "../execution/operation-request.ts";
import type { PersonRules } from "../planning/person-rules.ts";

/** An answer; without `data` when the request itself was refused. */
export interface EntitledResult {
  readonly data?: object | null;
  readonly errors?: readonly (GraphQLError | NonNullable<OperationResult["errors"]>[number])[];
}

/** A request whose rights are decided, and of which no agency knows yet. */
export interface EntitledRequest {
  readonly filtered: FilteredOperation;
  readonly caller: Caller | null;
  readonly request: OperationRequest;
  readonly persons: PersonRules;
}

/** Says why nothing was executed. */
export interface Refused extends EntitledResult {
  readonly errors: readonly GraphQLError[];
}

/** Stands between the rights of a request and its execution: executes it, or answers in its stead. */
export type Accounting = <Answer extends Buffer | EntitledResult>(
  entitled: EntitledRequest,
  execute: (request: OperationRequest) => Promise<Answer>,
) => Promise<Answer | Refused>;

/** Lets everything pass and writes nothing down. */
export const withoutAccounts: Accounting = ({ request }, execute) => execute(request);
