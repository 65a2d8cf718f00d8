import fc from "fast-check";
import type { TestAgency } from "./agencies.ts";

/** A generated synthetic world: agencies that each hold a part, and resolvers of everything. */
export interface RandomWorld {
  readonly agencies: Readonly<Record<string, TestAgency>>;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, (parent: unknown, args: unknown) => unknown>>>>;
}

/** What a field answers: a scalar, entities of a type, or an object that has no key. */
type Kind = "Int" | "String" | "Numbers" | "Entity" | "Entities" | "Gaps" | "Value";

interface Field {
  readonly name: string;
  readonly kind: Kind;
  /** Number of the entity type that it leads to. */
  readonly to: number;
  readonly nonNull: boolean;
  readonly fails: boolean;
  /** Numbers of the agencies that have it; more than one share it. */
  readonly owners: readonly number[];
  /** A field of another agency that is needed to answer this one. */
  readonly needs: Field | null;
}

const IDS = 6;
const typeName = (type: number) => `Thing${type}`;
const entity = (type: number, index: number) => ({ __typename: typeName(type), id: `p${index % IDS}` });
/** A small number that depends on everything given and on nothing else. */
const mixed = (...parts: readonly (string | number)[]) =>
  [...parts.join(" ")].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);

/** Generates a world; the same seed brings the same one. */
export function randomWorld(seed: number): RandomWorld {
  const [draw] = fc.sample(fc.gen(), { seed, numRuns: 1 }) as [fc.GeneratorValue];
  const below = (limit: number) => draw(fc.nat, { max: limit - 1 });
  const chance = (percent: number) => below(100) < percent;
  const agencyCount = 2 + below(3);
  const typeCount = 2 + below(3);
  const kinds: readonly Kind[] = ["Int", "String", "Numbers", "Entity", "Entities", "Gaps", "Value"];
  const types = Array.from({ length: typeCount }, (_, type) => {
    const fields: Field[] = [];
    for (let count = 3 + below(5); count > 0; count--) {
      const kind = kinds[below(kinds.length)]!;
      const owner = below(agencyCount);
      const isShared = (kind === "Int" || kind === "String") && chance(20);
      const owners = isShared ? [owner, (owner + 1) % agencyCount] : [owner];
      const name = `f${type}${fields.length}`;
      const foreign = fields.filter((it) => isScalar(it) && !it.fails && !it.needs && !it.owners.includes(owner));
      const needs = kind === "String" && !isShared && foreign.length > 0 && chance(50) ? foreign[0]! : null;
      fields.push({ name, kind, to: below(typeCount), nonNull: chance(35), fails: chance(8), owners, needs });
    }
    return fields;
  });
  const roots = Array.from({ length: agencyCount }, () => ({ one: below(typeCount), all: below(typeCount) }));
  const parts = Array.from({ length: agencyCount }, (_, agency) => [
    `agency${agency}`,
    agencyOf(agency, types, roots[agency]!),
  ]);
  return { agencies: Object.fromEntries(parts) as RandomWorld["agencies"], resolvers: allOf(types, roots) };
}

const isScalar = ({ kind }: Field) => kind === "Int" || kind === "String";

type Roots = readonly { readonly one: number; readonly all: number }[];

function answer(field: Field, type: number, id: string, needed: unknown): unknown {
  const number = mixed(type, id, field.name);
  if (field.fails && number % 3 === 0) throw new Error("A field that fails here at 10.0.0.1.");
  if (!field.nonNull && number % 5 === 0) return null;
  switch (field.kind) {
    case "Int":
      return number % 1000;
    case "String":
      return field.needs ? `with ${String(needed)}` : `Chữ "${number % 1000}"\n`;
    case "Numbers":
      return Array.from({ length: number % 4 }, (_, i) => (i === 1 ? null : i));
    case "Entity":
      return entity(field.to, number);
    case "Entities":
      return Array.from({ length: number % 4 }, (_, i) => entity(field.to, number + i));
    case "Gaps":
      return Array.from({ length: number % 4 }, (_, i) => (i === 1 ? null : entity(field.to, number + i)));
    case "Value":
      return { size: number % 10, owner: entity(field.to, number) };
  }
}

const sdlType = ({ kind, to, nonNull }: Field, agency: number) => {
  const named = {
    Int: "Int",
    String: "String",
    Numbers: "[Int]",
    Entity: typeName(to),
    Entities: `[${typeName(to)}!]`,
    Gaps: `[${typeName(to)}]`,
    Value: `Value${agency}To${to}`,
  }[kind];
  return nonNull ? `${named}!` : named;
};

function agencyOf(agency: number, types: readonly (readonly Field[])[], { one, all }: Roots[number]): TestAgency {
  const sdl = [
    `type Query { one${agency}(id: ID!): ${typeName(one)} all${agency}: [${typeName(all)}!]! }`,
    `extend type Query { any${agency}: [Any${agency}] }`,
    `union Any${agency} = ${types.map((_, type) => typeName(type)).join(" | ")}`,
  ];
  const query = rootResolvers(agency, { one, all }, types.length);
  const resolvers: Record<string, Record<string, unknown>> = { Query: query };
  const values = new Set<string>();
  for (const [type, fields] of types.entries()) {
    const own = fields.filter(({ owners }) => owners.includes(agency));
    const external = new Set(own.flatMap(({ needs }) => needs ?? []));
    const lines = own.map((field) => {
      if (field.kind === "Value")
        values.add(`type ${sdlType({ ...field, nonNull: false }, agency)} { size: Int! owner: ${typeName(field.to)} }`);
      const shared = field.owners.length > 1 ? " @shareable" : "";
      const needs = field.needs ? ` @requires(fields: "${field.needs.name}")` : "";
      return `${field.name}: ${sdlType(field, agency)}${shared}${needs}`;
    });
    for (const field of external) lines.push(`${field.name}: ${sdlType(field, agency)} @external`);
    sdl.push(`type ${typeName(type)} @key(fields: "id") { id: ID! ${lines.join(" ")} }`);
    resolvers[typeName(type)] = {
      __resolveReference: (key: object) => key,
      ...Object.fromEntries(own.map((field) => [field.name, fieldResolver(field, type, fromParent)])),
    };
  }
  return { sdl: [...sdl, ...values].join("\n"), resolvers: resolvers as never };
}

type Needed = (field: Field, type: number, parent: Record<string, unknown>) => unknown;
const fromParent: Needed = ({ name }, _, parent) => parent[name];
const fromWorld: Needed = (field, type, { id }) => answer(field, type, String(id), undefined);

const fieldResolver = (field: Field, type: number, needed: Needed) => (parent: Record<string, unknown>) =>
  answer(field, type, String(parent["id"]), field.needs && needed(field.needs, type, parent));

const rootResolvers = (agency: number, { one, all }: Roots[number], typeCount: number) => ({
  [`one${agency}`]: (_: unknown, { id }: { id: string }) => (/^p[0-5]$/.test(id) ? { ...entity(one, 0), id } : null),
  [`all${agency}`]: () => Array.from({ length: 4 }, (_, index) => entity(all, index + agency)),
  [`any${agency}`]: () => [null, ...Array.from({ length: typeCount }, (_, type) => entity(type, type))],
});

function allOf(types: readonly (readonly Field[])[], roots: Roots): RandomWorld["resolvers"] {
  const query = Object.assign({}, ...roots.map((root, agency) => rootResolvers(agency, root, types.length))) as never;
  const resolversOf = (fields: readonly Field[], type: number) =>
    Object.fromEntries(fields.map((field) => [field.name, fieldResolver(field, type, fromWorld)])) as never;
  const things = types.map((fields, type) => [typeName(type), resolversOf(fields, type)]);
  return { Query: query, ...(Object.fromEntries(things) as object) };
}
