import committees from "../committees.json" with { type: "json" };
import { opaqueId, type IdentifierPrefix } from "../synthetic/identifiers.ts";
import { fullName, personName, type PersonName } from "../synthetic/names.ts";
import type { Random } from "../synthetic/random.ts";

/** A place where a scalar stands. */
export interface ScalarPlace {
  readonly typename: string;
  readonly field: string;
  /** Draws of this fact alone. */
  readonly random: Random;
  /** Draws that all facts of the object share, for what must fit together. */
  readonly shared: () => Random;
}

const PREFIXES: Readonly<Record<string, IdentifierPrefix>> = {
  Member: "mb",
  PartyOrganization: "po",
  OverseasAssignment: "oa",
  ActivityTransfer: "at",
  Mission: "ms",
};

const COUNTRIES = ["JP", "KR", "DE", "FR", "US", "AU", "LA", "KH", "CN", "RU"] as const;
const COMMITTEES = Object.values(committees).flat();

/** A new id for an object of a type: opaque where the hub's are, a code where people use one. */
export function mockId(typename: string, random: Random): string {
  if (typename === "Committee") return random.pick(COMMITTEES);
  if (typename === "Country") return random.pick(COUNTRIES);
  return opaqueId(PREFIXES[typename] ?? "dc", random.integer(0, 0x7fff_ffff), random.integer(0, 0x7fff_ffff));
}

/** A made-up value of a scalar; texts that nobody reads as facts say that they are made up. */
export function mockScalar(scalar: string, place: ScalarPlace): unknown {
  const { random, field, typename } = place;
  switch (scalar) {
    case "CalendarDay":
      return dayOf(random, field);
    case "Instant":
      return `${dayOf(random, field)}T08:00:00Z`;
    case "Int":
      return random.integer(1, 12);
    case "Float":
      return random.integer(1, 1_000) / 10;
    case "Boolean":
      return field === "isSynthetic" || random.chance(0.3);
    case "ID":
      return /country/i.test(field) ? random.pick(COUNTRIES) : mockId(typename, random);
    default:
      return textOf(place);
  }
}

/** Days of birth lie before 2004, others from 2014 on, and those still to come near the end of 2027. */
function dayOf(random: Random, field: string): string {
  const [from, to] = /born/i.test(field)
    ? [1955, 2003]
    : /expected|due|until|validTo/i.test(field)
      ? [2026, 2027]
      : [2014, 2025];
  const year = random.integer(from, to);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
}

const NAME_PARTS = {
  full: fullName,
  familyName: ({ familyName }) => familyName,
  middleName: ({ middleName }) => middleName,
  givenName: ({ givenName }) => givenName,
} satisfies Record<string, (name: PersonName) => string | null>;

function textOf({ typename, field, random, shared }: ScalarPlace): string | null {
  const part = Object.hasOwn(NAME_PARTS, field) ? NAME_PARTS[field as keyof typeof NAME_PARTS] : undefined;
  if (part) {
    const draws = shared();
    const isFemale = draws.chance(0.4);
    return part(personName(draws, { isFemale, isSouthern: false, ethnicityCode: "01" }));
  }
  if (/number$/i.test(field)) return String(random.integer(10_000_000, 99_999_999));
  if (field !== "name") return `Giả lập ${field} ${random.integer(1, 999)}`;
  const kinds: Readonly<Record<string, string>> = {
    PartyOrganization: "Chi bộ",
    Committee: "Cấp ủy",
    Mission: "Cơ quan đại diện",
    Country: "Nước",
  };
  return `${kinds[typename] ?? typename} giả lập ${random.integer(1, 99)}`;
}
