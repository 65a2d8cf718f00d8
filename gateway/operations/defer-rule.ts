import { GraphQLError, Kind, type ASTVisitor, type ValidationContext } from "graphql";

/**
 * What the specification of `@defer` asks of documents and graphql 16 does not check: labels are written down and each
 * stands once, and the root of a mutation defers nothing.
 */
export function DeferRule(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  return {
    Directive(node) {
      if (node.name.value !== "defer") return;
      const report = (message: string) => context.reportError(new GraphQLError(message, { nodes: node }));
      const label = node.arguments?.find(({ name }) => name.value === "label")?.value;
      if (label?.kind === Kind.VARIABLE) report('The label of "@defer" must not be a variable.');
      if (label?.kind === Kind.STRING) {
        if (labels.has(label.value)) report('Two "@defer" have the same label.');
        labels.add(label.value);
      }
      const root = context.getSchema().getMutationType();
      if (root && context.getParentType() === root) report('"@defer" must not stand at the root of a mutation.');
    },
  };
}
