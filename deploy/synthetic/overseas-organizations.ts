import type { OverseasCellKind } from "../../subgraphs/foreign-ministry/stay-vocabulary.ts";
import { hostCountries, type HostCountry } from "./countries.ts";
import { dayNumber, dayText } from "./days.ts";
import { opaqueId } from "./identifiers.ts";
import { randomOf, streams } from "./random.ts";

/** A mission of the synthetic Foreign Ministry. */
export interface Mission {
  readonly id: string;
  readonly kind: "EMBASSY" | "CONSULATE_GENERAL" | "PERMANENT_MISSION" | "OFFICE";
  readonly name: string;
  readonly countryCode: string;
  readonly city: string;
}

/** An overseas organization: the one of a whole country or a cell. */
export interface OverseasOrganization {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly countryCode: string;
  /** Null for the organization of a country, which stands above its cells. */
  readonly cellKind: OverseasCellKind | null;
  /** The organization of the country; null for itself and for the only cell of a country. */
  readonly superiorId: string | null;
  readonly mission: Mission;
  readonly validFrom: string;
}

/** Places without an embassy, where an office or a consulate general stands alone. */
const SEATS_WITHOUT_EMBASSY: Readonly<Record<string, readonly [Mission["kind"], string]>> = {
  TW: ["OFFICE", "Văn phòng Kinh tế - Văn hóa Việt Nam"],
  HK: ["CONSULATE_GENERAL", "Tổng Lãnh sự quán Việt Nam"],
};

/** Seats of the United Nations. */
const PERMANENT_MISSION_CITIES = new Set(["New York", "Giơ-ne-vơ"]);

/** All missions, in the order of the countries. */
export const missions: readonly Mission[] = hostCountries.flatMap((country, ordinal) =>
  country.cities.map((city, seat) => {
    const [kind, title] = missionKind(country, city, seat);
    return { id: opaqueId("ms", ordinal, seat), kind, name: `${title} tại ${city}`, countryCode: country.code, city };
  }),
);

function missionKind({ code }: HostCountry, city: string, seat: number): readonly [Mission["kind"], string] {
  if (PERMANENT_MISSION_CITIES.has(city))
    return ["PERMANENT_MISSION", "Phái đoàn thường trực Việt Nam bên cạnh Liên hợp quốc"];
  if (seat > 0) return ["CONSULATE_GENERAL", "Tổng Lãnh sự quán Việt Nam"];
  return SEATS_WITHOUT_EMBASSY[code] ?? ["EMBASSY", "Đại sứ quán Việt Nam"];
}

const missionsByCountry = Map.groupBy(missions, ({ countryCode }) => countryCode);

/** Numbers of home trees stay below it. */
const OVERSEAS_SPACE = 1_000;

const CELL_TITLES: Readonly<Record<OverseasCellKind, string>> = {
  MISSION: "cơ quan đại diện",
  SPOUSES: "phu nhân, phu quân",
  PRESS: "cơ quan báo chí",
  COMPANY: "doanh nghiệp",
  STUDENT: "lưu học sinh",
  MIXED_STUDENT_TRAINEE: "lưu học sinh, thực tập sinh",
};

/** All overseas organizations by country code, superiors before subordinates; the same for every seed and size. */
export const overseasOrganizations: ReadonlyMap<string, readonly OverseasOrganization[]> = new Map(
  hostCountries.map((country, ordinal) => [country.code, organizationsOf(country, ordinal)]),
);

function organizationsOf(country: HostCountry, ordinal: number): readonly OverseasOrganization[] {
  if (country.cells === 0) return [];
  const seats = missionsByCountry.get(country.missionCountryCode);
  const [embassy] = seats ?? [];
  if (!seats || !embassy) throw new Error(`No mission looks after ${country.code}.`);
  const random = randomOf(0, streams.overseasOrganization, ordinal);
  const id = (number: number) => opaqueId("po", OVERSEAS_SPACE + ordinal, number);
  const validFrom = country.newCellOn ?? dayText(random.integer(dayNumber("1991-01-01"), dayNumber("2013-12-31")));
  const shared = { countryCode: country.code, validFrom };
  const head = {
    ...shared,
    id: id(0),
    code: `OVS-${country.code}`,
    name: `Đảng bộ tại ${country.name}`,
    cellKind: null,
    superiorId: null,
  };
  const hasHead = country.cells > 1;
  const kinds = cellKinds(country.cells);
  const cells = kinds.map((cellKind, index): OverseasOrganization => {
    const mission =
      seats[cellKind === "MISSION" ? index % seats.length : random.integer(0, seats.length - 1)] ?? embassy;
    return {
      ...shared,
      id: id(index + 1),
      code: `OVS-${country.code}-${String(index + 1).padStart(2, "0")}`,
      name: cellName(cellKind, index + 1 - kinds.indexOf(cellKind), mission, country),
      cellKind,
      superiorId: hasHead ? head.id : null,
      mission,
    };
  });
  return hasHead ? [{ ...head, mission: embassy }, ...cells] : cells;
}

/** How many cells of each kind a country has, after the one large country whose numbers are published. */
function cellKinds(cells: number): readonly OverseasCellKind[] {
  const counts: readonly (readonly [OverseasCellKind, number])[] = [
    ["MISSION", Math.max(1, Math.round(cells * 0.15))],
    ["SPOUSES", cells >= 10 ? Math.ceil(cells / 25) : 0],
    ["PRESS", cells >= 12 ? 1 : 0],
    ["COMPANY", cells >= 5 ? 1 : 0],
    ["STUDENT", cells >= 2 ? Math.max(1, Math.round(cells * 0.05)) : 0],
  ];
  const kinds = counts.flatMap(([kind, count]) => Array<OverseasCellKind>(count).fill(kind));
  return [...kinds, ...Array<OverseasCellKind>(Math.max(0, cells - kinds.length)).fill("MIXED_STUDENT_TRAINEE")];
}

function cellName(kind: OverseasCellKind, number: number, mission: Mission, country: HostCountry): string {
  if (kind === "MISSION" && number === 1)
    return `Chi bộ ${mission.name}${mission.countryCode === country.code ? "" : ` (${country.name})`}`;
  return `Chi bộ ${CELL_TITLES[kind]} ${number} tại ${country.name}`;
}
