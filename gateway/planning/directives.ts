import { valueFromASTUntyped, type ConstDirectiveNode, type DirectiveNode } from "graphql";

interface DirectiveHolder {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
  readonly extensionASTNodes?:
    readonly { readonly directives?: readonly ConstDirectiveNode[] | undefined }[] | undefined;
}

/** Every application of a directive to a type or field, in SDL order. */
export function directivesOf(
  { astNode, extensionASTNodes = [] }: DirectiveHolder,
  name: string,
): readonly ConstDirectiveNode[] {
  return [astNode, ...extensionASTNodes].flatMap(
    (node) => node?.directives?.filter((it) => it.name.value === name) ?? [],
  );
}

/** The value of a literal argument, undefined when it is not given; enum values read as their names. */
export function argumentOf(directive: DirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((it) => it.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}
