import { hash } from "node:crypto";
import { getNamedType, isInputObjectType, print, type DocumentNode, type GraphQLInputType } from "graphql";
import type { CoordinatesByClass } from "../audit/facts.ts";
import { fieldOf, fieldsIn, type CompiledRights, type FieldRights } from "../authorization/compile-rights.ts";
import type { DataClass } from "../authorization/data-classes.ts";
import type { FilteredOperation } from "../authorization/filter-operation.ts";
import { givenArguments, type Values } from "../authorization/given-inputs.ts";
import { dataClassOf } from "../authorization/read-rules.ts";
import type { PersonRules } from "../planning/person-rules.ts";

/** What an operation asks about people, as far as the document tells; made once for each document. */
export interface AskedPersons {
  /** Whether the operation asks for anything personal or sensitive at all. */
  readonly isAny: boolean;
  /** `sha256:…` of the document. */
  readonly id: string;
  /** What of it one caller gets, by class. */
  readonly allowed: (filtered: FilteredOperation) => CoordinatesByClass;
  /** What of it one caller is refused, by class. */
  readonly denied: (filtered: FilteredOperation) => CoordinatesByClass;
  /** Ids of the persons whom a request names. */
  readonly named: (variables: Values) => readonly string[];
  /** Values given to arguments of sensitive fields, by coordinate. */
  readonly sensitive: (variables: Values) => Readonly<Record<string, string>>;
}

/** A document's digest, by which a registered operation is known too. */
export const operationId = (document: DocumentNode): string =>
  `sha256:${hash("sha256", document.loc?.source.body ?? print(document), "hex")}`;

/** An argument written down in a document. */
interface GivenArgument {
  readonly field: FieldRights;
  readonly name: string;
  readonly type: GraphQLInputType;
  /** `Type.field(argument:)`. */
  readonly coordinate: string;
}

const NOTHING: CoordinatesByClass = Object.freeze({});

/** Finds what an operation asks about people. */
export function askedPersons(compiled: CompiledRights, persons: PersonRules): AskedPersons {
  const classOf = (coordinate: string) => dataClassOf(coordinate, compiled.rules);
  const about = (coordinates: readonly string[]) => byClass(coordinates, classOf);
  const given = [...argumentsIn(compiled)];
  const naming = given.filter(({ coordinate, type }) => persons.inputs.has(coordinate) || namesPerson(type, persons));
  const sensitive = given.filter(({ field, coordinate }) =>
    [...field.coordinates, coordinate].some((place) => classOf(place) === "SENSITIVE"),
  );
  const allowed = new Map<string, CoordinatesByClass>();
  return {
    isAny: about(compiled.coordinates) !== NOTHING,
    id: operationId(compiled.document),
    allowed: ({ allowedSet, projection: { denied } }) => {
      const known = allowed.get(allowedSet) ?? about(coordinatesWithout(compiled, denied));
      allowed.set(allowedSet, known);
      return known;
    },
    denied: ({ deniedCoordinates }) => about(deniedCoordinates),
    named: (variables) =>
      naming.flatMap(({ field, name, type, coordinate }) => {
        const value = givenArguments(field.node, variables)[name];
        return persons.inputs.has(coordinate) ? textsIn(value) : personsIn(type, value, persons);
      }),
    sensitive: (variables) =>
      Object.fromEntries(
        sensitive.flatMap(({ field, name, coordinate }) => {
          const value = givenArguments(field.node, variables)[name];
          return value === undefined ? [] : [[coordinate, JSON.stringify(value)] as const];
        }),
      ),
  };
}

function byClass(coordinates: readonly string[], classOf: (at: string) => DataClass | null): CoordinatesByClass {
  const personal = coordinates.filter((at) => classOf(at) === "PERSONAL");
  const sensitive = coordinates.filter((at) => classOf(at) === "SENSITIVE");
  if (personal.length + sensitive.length === 0) return NOTHING;
  return {
    ...(personal.length > 0 && { PERSONAL: personal }),
    ...(sensitive.length > 0 && { SENSITIVE: sensitive }),
  };
}

/** What is below a denied field is not asked for either. */
function coordinatesWithout({ selections }: CompiledRights, denied: ReadonlySet<FieldRights>): readonly string[] {
  const below = new Set([...denied].flatMap((field) => [field, ...fieldsIn(field.children)]));
  const left = [...fieldsIn(selections)].filter((field) => !below.has(field));
  return [...new Set(left.flatMap(({ coordinates }) => coordinates))];
}

function* argumentsIn({ selections, schema }: CompiledRights): Generator<GivenArgument> {
  for (const field of fieldsIn(selections)) {
    for (const { name } of field.node.arguments ?? []) {
      for (const owner of field.types) {
        const type = schema.getType(owner);
        const definition = type && "getInterfaces" in type ? fieldOf(schema, type, field.node.name.value) : undefined;
        const argument = definition?.args.find((it) => it.name === name.value);
        const coordinate = `${owner}.${field.node.name.value}(${name.value}:)`;
        if (argument) yield { field, name: name.value, type: argument.type, coordinate };
      }
    }
  }
}

function namesPerson(type: GraphQLInputType, { inputs }: PersonRules, seen = new Set<string>()): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some(
    (field) => inputs.has(`${named.name}.${field.name}`) || namesPerson(field.type, { inputs } as PersonRules, seen),
  );
}

function personsIn(type: GraphQLInputType, value: unknown, persons: PersonRules): readonly string[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => personsIn(type, item, persons));
  return Object.values(named.getFields()).flatMap((field) => {
    const given = Object.hasOwn(value, field.name) ? (value as Values)[field.name] : undefined;
    const isPerson = persons.inputs.has(`${named.name}.${field.name}`);
    return isPerson ? textsIn(given) : personsIn(field.type, given, persons);
  });
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap(textsIn) : typeof value === "string" ? [value] : [];
