import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from "graphql";

/** What a `@deprecated` of the house says. */
export interface Deprecation {
  /** The day since which it is deprecated, `YYYY-MM-DD`. */
  readonly since: string;
  /** The last day on which it is served, `YYYY-MM-DD`. */
  readonly until: string;
  /** What to use in its place: a sentence. */
  readonly instead: string;
}

const REASON = /^Since (\d{4}-\d{2}-\d{2}), served until (\d{4}-\d{2}-\d{2}): (\S.*\.)$/;

/** Months that must lie between the announcement and the last day. */
export const NOTICE_MONTHS = 6;

/** Reads the reason of a `@deprecated`; undefined when it does not say what the house asks for. */
export function readDeprecation(reason: string): Deprecation | undefined {
  const [, since, until, instead] = REASON.exec(reason) ?? [];
  return since && until && instead ? { since, until, instead } : undefined;
}

/** Whether a deprecation gives front-ends the time that they were promised. */
export const givesNotice = ({ since, until }: Deprecation): boolean => {
  const day = new Date(`${since}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + NOTICE_MONTHS);
  return new Date(`${until}T00:00:00Z`) >= day;
};

/** What the graph says of an element's end; undefined when it is not deprecated. */
export function deprecationOf(schema: GraphQLSchema, coordinate: string): Deprecation | undefined {
  const reason = elementAt(schema, coordinate)?.deprecationReason;
  return reason ? readDeprecation(reason) : undefined;
}

/** What can be deprecated: a field, argument, input field or enum value. */
interface Element {
  readonly deprecationReason?: string | null | undefined;
}

/** The element at `Type.field`, `Type.field.argument`, `Input.field` or `Enum.VALUE`; undefined if there is none. */
export function elementAt(schema: GraphQLSchema, coordinate: string): Element | undefined {
  const [typeName = "", member = "", argument] = coordinate.split(".");
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValue(member) ?? undefined;
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return undefined;
  const field = type.getFields()[member];
  if (argument === undefined || !field || !("args" in field)) return field;
  return field.args.find(({ name }) => name === argument);
}

/** Every deprecated element of the graph by coordinate, in the schema's order. */
export function deprecations(schema: GraphQLSchema): ReadonlyMap<string, Deprecation | undefined> {
  const found = new Map<string, Deprecation | undefined>();
  const note = (coordinate: string, reason: string | null | undefined) => {
    if (reason) found.set(coordinate, readDeprecation(reason));
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isEnumType(type)) {
      for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.deprecationReason);
    } else if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.deprecationReason);
        for (const arg of "args" in field ? field.args : []) {
          note(`${type.name}.${field.name}.${arg.name}`, arg.deprecationReason);
        }
      }
    }
  }
  return found;
}
