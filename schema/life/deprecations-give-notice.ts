import type { ConstDirectiveNode } from "graphql";
import { argumentOf, directiveOf, type LintRule } from "../lint.ts";
import { givesNotice, NOTICE_MONTHS, readDeprecation } from "./deprecation.ts";

interface Element {
  readonly name: { readonly value: string };
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** What is deprecated says since when, until when and what to use instead, and gives the months that were promised. */
export const deprecationsGiveNotice: LintRule = ({ types, enums, inputs }) => {
  const elements: readonly (readonly [at: string, element: Element])[] = [
    ...types.flatMap(({ agency, name, fields }) =>
      fields.flatMap((field) => {
        const at = `${agency}: ${name}.${field.name.value}`;
        return [
          [at, field] as const,
          ...(field.arguments ?? []).map((arg) => [`${at}(${arg.name.value}:)`, arg] as const),
        ];
      }),
    ),
    ...enums.flatMap(({ agency, name, values = [] }) => values.map((value) => within(agency, name.value, value))),
    ...inputs.flatMap(({ agency, name, fields = [] }) => fields.map((field) => within(agency, name.value, field))),
  ];
  return elements.flatMap(([at, element]) => {
    const directive = directiveOf(element, "deprecated");
    const reason = directive && readDeprecation(String(argumentOf(directive, "reason") ?? ""));
    if (!directive || (reason && givesNotice(reason))) return [];
    return reason
      ? [`${at} must be served for at least ${NOTICE_MONTHS} months after it was deprecated.`]
      : [`${at} must be deprecated with "Since YYYY-MM-DD, served until YYYY-MM-DD: <what to use instead>.".`];
  });
};

const within = (agency: string, type: string, element: Element) =>
  [`${agency}: ${type}.${element.name.value}`, element] as const;
