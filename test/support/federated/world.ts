import { makeMonolith } from "./monolith.ts";
import type { TestAgency } from "./agencies.ts";

/**
 * A synthetic world, told twice: by one graphql-js schema that holds everything, and by agencies that each hold a part.
 * Resolvers are shared, so the two can differ only by what the engine does.
 * Nothing that is non-null fails below `Paper` in the agency that keeps it as an object: the planner asks that
 * agency for the fields of all implementations at once, so a null risen from a field of one would cost a field of
 * another.
 */
interface Person {
  readonly __typename: "Person";
  readonly id: string;
  readonly name: string;
  readonly rank: number | null;
}
interface Office {
  readonly __typename: "Office";
  readonly code: string;
  readonly alt: string | null;
  readonly label: string;
}
interface Paper {
  readonly __typename: "Letter" | "Form";
  readonly id: string;
  readonly title: string;
}

const people = Array.from({ length: 7 }, (_, i): Person => ({
  __typename: "Person",
  id: `p${i}`,
  name: `Người ${i}`,
  rank: i % 3 === 0 ? null : i,
}));
const offices = Array.from({ length: 4 }, (_, i): Office => ({
  __typename: "Office",
  code: `o${i}`,
  alt: i % 2 === 0 ? null : `alt${i}`,
  label: `Phòng "${i}"\n`,
}));
const papers = Array.from({ length: 5 }, (_, i): Paper => ({
  __typename: i % 2 === 0 ? "Letter" : "Form",
  id: `d${i}`,
  title: `Giấy ${i}`,
}));

const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
const number = (thing: { id?: string; code?: string }) => Number(/\d+/.exec(thing.id ?? thing.code ?? "0")![0]);
const fail = (): never => {
  throw new Error("A field that always fails here.");
};
const tag = (person: Person, { of, n }: { of?: string | null; n?: number | null }) =>
  `${person.id}/${of ?? "-"}/${n ?? 0}`;
let bumps = 0;

/** Starts the counter of the mutation anew. */
export const resetWorld = () => void (bumps = 0);

/** Every field that does more than read a property. */
const all = {
  Query: {
    me: () => people[0],
    people: () => people,
    maybe: () => [people[1], null, people[2]],
    empty: () => [],
    person: (_: unknown, { id }: { id: string }) => people.find((it) => it.id === id) ?? null,
    grid: () => [[people[1], null], [], [people[1], people[4]]],
    search: (_: unknown, { kind }: { kind?: number | null }) =>
      [people, offices, papers.filter((it) => it.__typename === "Letter")][(kind ?? 0) % 3],
    papers: () => papers,
    latest: () => papers.toReversed(),
    offices: () => offices,
    broken: () => fail(),
  },
  Mutation: {
    bump: () => ++bumps,
    touch: (_: unknown, { id }: { id: string }) => people.find((it) => it.id === id) ?? null,
    fail: () => fail(),
  },
  Person: {
    boss: (it: Person) => (number(it) === 0 ? null : at(people, number(it) - 1)),
    staff: (it: Person) => people.filter((other) => number(other) === number(it) + 2),
    office: (it: Person) => (number(it) === 3 ? null : at(offices, number(it))),
    tag,
    score: (it: Person) => (number(it) === 5 ? fail() : number(it) * 10),
    note: (it: Person) => (number(it) === 2 ? fail() : `note ${number(it)}`),
    notes: (it: Person, { first }: { first?: number | null }) =>
      Array.from({ length: Math.max(0, Math.min(first ?? 2, 4)) }, (_, i) => (i === 1 ? null : `n${number(it)}.${i}`)),
    mentor: (it: Person) => at(people, number(it) + 3),
    motto: (it: Person) => `motto ${it.id}`,
    greeting: (it: Person) => `${tag(it, { of: "x" })} ${it.rank}`,
    shout: (it: Person) => `${tag(it, { of: "y" })}!`,
    documents: (it: Person) => papers.filter((_, index) => index % 3 === number(it) % 3),
    ratio: (it: Person) => number(it) / 4,
  },
  Office: {
    city: (it: Office) => (number(it) === 1 ? null : `city ${number(it)}`),
    people: (it: Office) => people.filter((p) => number(p) % 4 === number(it)),
    matrix: () => [[1, null], null, []],
    parking: (it: Office) => (it.alt === null ? null : number(it)),
  },
  Letter: { to: () => people[6], stars: number, reviews: (it: Paper) => reviewsOf(it) },
  Form: { pages: (it: Paper) => number(it) + 1, stars: number, reviews: (it: Paper) => reviewsOf(it) },
  Review: {
    author: ({ by }: { by: number }) => at(people, by),
    text: ({ by }: { by: number }) => (by % 4 === 3 ? fail() : `text ${by}`),
  },
};
const reviewsOf = (paper: Paper) =>
  Array.from({ length: number(paper) % 3 }, (_, i) => ({ __typename: "Review", by: number(paper) + i }));

const byId =
  <T extends { id: string }>(list: readonly T[]) =>
  ({ id }: { id: string }) =>
    list.find((it) => it.id === id) ?? null;
const byCode = ({ code }: { code: string }) => offices.find((it) => it.code === code) ?? null;
const pick = <T extends object, K extends keyof T>(from: T, ...names: K[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

/** The world in parts. */
export const agencies: Readonly<Record<string, TestAgency>> = {
  people: {
    sdl: `
      type Query { me: Person! people: [Person!]! maybe: [Person] empty: [Person!]! person(id: ID!): Person grid: [[Person]!]! search(kind: Int): [Item] papers: [Paper!]! }
      type Mutation { bump: Int! touch(id: ID!): Person }
      type Person @key(fields: "id") { id: ID! name: String! @shareable rank: Int boss: Person staff: [Person!]! office: Office tag(of: String, n: Int): String motto: String }
      type Office @key(fields: "code") { code: ID! label: String @shareable alt: ID @shareable }
      interface Paper @key(fields: "id") { id: ID! title: String }
      type Letter implements Paper @key(fields: "id") { id: ID! title: String to: Person! }
      type Form implements Paper @key(fields: "id") { id: ID! title: String pages: Int! }
      union Item = Person | Office | Letter
    `,
    resolvers: {
      Query: pick(all.Query, "me", "people", "maybe", "empty", "person", "grid", "search", "papers"),
      Mutation: pick(all.Mutation, "bump", "touch"),
      Person: { ...pick(all.Person, "boss", "staff", "office", "tag", "motto"), __resolveReference: byId(people) },
      Office: { __resolveReference: byCode },
      Paper: { __resolveReference: byId(papers) },
      Letter: { to: all.Letter.to, __resolveReference: byId(papers) },
      Form: { pages: all.Form.pages, __resolveReference: byId(papers) },
    } as never,
  },
  records: {
    sdl: `
      type Query { broken: Int offices: [Office!] }
      type Mutation { fail: String }
      type Person @key(fields: "id") {
        id: ID! score: Int! note: String notes(first: Int): [String] mentor: Person ratio: Float motto: String @override(from: "people")
        rank: Int @external tag(of: String, n: Int): String @external
        greeting: String @requires(fields: "tag(of: \\"x\\") rank") shout: String @requires(fields: "tag(of: \\"y\\")")
      }
      type Office @key(fields: "code") { code: ID! label: String @shareable city: String people: [Person!]! matrix: [[Int]] }
    `,
    resolvers: {
      Query: pick(all.Query, "broken", "offices"),
      Mutation: pick(all.Mutation, "fail"),
      Person: {
        ...pick(all.Person, "score", "note", "notes", "mentor", "ratio", "motto"),
        greeting: (it: { tag: string; rank: number | null }) => `${it.tag} ${it.rank}`,
        shout: (it: { tag: string }) => `${it.tag}!`,
        __resolveReference: (key: { id: string }) => ({ ...byId(people)(key), ...key }),
      },
      Office: { ...pick(all.Office, "city", "people", "matrix"), __resolveReference: byCode },
    } as never,
  },
  papers: {
    sdl: `
      type Query { latest: [Paper!]! }
      type Paper @key(fields: "id") @interfaceObject { id: ID! stars: Int reviews: [Review!]! }
      type Review { text: String author: Person! @provides(fields: "name") }
      type Person @key(fields: "id") { id: ID! name: String! @external documents: [Paper!]! }
      type Office @key(fields: "alt") { alt: ID @shareable parking: Int }
    `,
    resolvers: {
      Query: { latest: () => papers.toReversed().map(({ id }) => ({ id })) },
      Paper: { stars: all.Letter.stars, reviews: all.Letter.reviews },
      Review: all.Review,
      Person: {
        documents: (it: Person) => all.Person.documents(it).map(({ id }) => ({ id })),
        __resolveReference: byId(people),
      },
      Office: {
        parking: (it: Office) => all.Office.parking(it),
        __resolveReference: ({ alt }: { alt: string | null }) =>
          offices.find((it) => alt !== null && it.alt === alt) ?? null,
      },
    } as never,
  },
};

/** The world as one schema, over the API schema of the supergraph. */
export const monolith = makeMonolith(all as never);
