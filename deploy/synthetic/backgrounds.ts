import { addYears } from "./days.ts";
import type { Member } from "./members.ts";
import { weighted, type Random } from "./random.ts";
import { today } from "./today.ts";

type OccupationGroup =
  "CIVIL_SERVANT" | "PUBLIC_EMPLOYEE" | "ARMY" | "POLICE" | "WORKER" | "FARMER" | "STUDENT" | "BUSINESS" | "RETIRED";

/** Work, schooling and languages of a member. */
export interface Background {
  readonly occupationGroup: OccupationGroup;
  readonly occupationBefore: string;
  readonly occupationNow: string;
  readonly category: "ARMY" | "PUBLIC_SECURITY" | "RETIRED" | null;
  readonly generalEducation: "PRIMARY" | "LOWER_SECONDARY" | "UPPER_SECONDARY";
  readonly qualification: "VOCATIONAL" | "COLLEGE" | "BACHELOR" | "MASTER" | "DOCTOR" | null;
  readonly politicalTheory: "ELEMENTARY" | "INTERMEDIATE" | "ADVANCED" | "BACHELOR" | null;
  /** ISO 639-1 codes with levels; empty when none is recorded. */
  readonly languages: readonly { readonly languageCode: string; readonly level: string }[];
  readonly religion: string;
}

/** Who was born on these days or before has retired, women earlier, or left school before it was general. */
const [BORN_58_YEARS_AGO = 0, BORN_61_YEARS_AGO = 0, BORN_65_YEARS_AGO = 0] = [58, 61, 65].map((age) =>
  addYears(today, -age),
);

/** Draws what fits the age and the stays of a member. */
export function drawBackground({ random, career, stays, isFemale }: Member): Background {
  const isRetired = career.bornOn <= (isFemale ? BORN_58_YEARS_AGO : BORN_61_YEARS_AGO);
  const studies = stays.at(-1)?.plan.purpose === "STUDY";
  const labours = stays.at(-1)?.plan.purpose === "LABOUR";
  const occupationGroup = isRetired ? "RETIRED" : labours ? "WORKER" : GROUPS(random);
  const before = studies ? "STUDENT" : GROUPS(random);
  const qualification = studies ? random.pick(["BACHELOR", "MASTER", "DOCTOR"] as const) : QUALIFICATIONS(random);
  const isOld = career.bornOn <= BORN_65_YEARS_AGO;
  return {
    occupationGroup,
    occupationBefore: random.pick(OCCUPATIONS[before]),
    occupationNow: random.pick(OCCUPATIONS[occupationGroup]),
    category: CATEGORIES[occupationGroup] ?? null,
    generalEducation: qualification === null && isOld ? random.pick(["PRIMARY", "LOWER_SECONDARY"]) : "UPPER_SECONDARY",
    qualification,
    politicalTheory: THEORIES(random),
    languages: drawLanguages(random, stays.at(-1)?.plan.country.code, qualification !== null && !isOld),
    religion: RELIGIONS(random),
  };
}

function drawLanguages(random: Random, hostCountry: string | undefined, isGraduate: boolean): Background["languages"] {
  const host = HOST_LANGUAGES[hostCountry ?? ""];
  const spoken = host ? [{ languageCode: host, level: random.pick(["A2", "B1", "B2"]) }] : [];
  if (!isGraduate || host === "en" || random.chance(0.45)) return spoken;
  return [...spoken, { languageCode: "en", level: random.pick(["A2", "B1", "B1", "B2", "C1", "A", "B"]) }];
}

const HOST_LANGUAGES: Readonly<Record<string, string>> = {
  RU: "ru",
  JP: "ja",
  KR: "ko",
  CN: "zh",
  TW: "zh",
  DE: "de",
  FR: "fr",
  US: "en",
  GB: "en",
  AU: "en",
  CA: "en",
  LA: "lo",
  KH: "km",
  CZ: "cs",
  PL: "pl",
  HU: "hu",
  TH: "th",
  CU: "es",
  ES: "es",
  IT: "it",
};

const GROUPS = weighted<Exclude<OccupationGroup, "RETIRED" | "STUDENT">>([
  ["CIVIL_SERVANT", 20],
  ["PUBLIC_EMPLOYEE", 30],
  ["WORKER", 14],
  ["FARMER", 22],
  ["BUSINESS", 6],
  ["ARMY", 3],
  ["POLICE", 3],
]);

const CATEGORIES: Partial<Readonly<Record<OccupationGroup, Background["category"]>>> = {
  ARMY: "ARMY",
  POLICE: "PUBLIC_SECURITY",
  RETIRED: "RETIRED",
};

const OCCUPATIONS: Readonly<Record<OccupationGroup, readonly string[]>> = {
  CIVIL_SERVANT: ["Công chức", "Chuyên viên", "Cán bộ xã"],
  PUBLIC_EMPLOYEE: ["Giáo viên", "Bác sĩ", "Y tá", "Giảng viên", "Viên chức"],
  ARMY: ["Bộ đội"],
  POLICE: ["Công an"],
  WORKER: ["Công nhân", "Kỹ thuật viên", "Lái xe"],
  FARMER: ["Nông dân", "Làm ruộng", "Nuôi trồng thủy sản"],
  STUDENT: ["Sinh viên", "Học viên"],
  BUSINESS: ["Chủ doanh nghiệp", "Kinh doanh"],
  RETIRED: ["Hưu trí"],
};

const QUALIFICATIONS = weighted<Background["qualification"]>([
  [null, 28],
  ["VOCATIONAL", 16],
  ["COLLEGE", 13],
  ["BACHELOR", 34],
  ["MASTER", 8],
  ["DOCTOR", 1],
]);

const THEORIES = weighted<Background["politicalTheory"]>([
  [null, 33],
  ["ELEMENTARY", 38],
  ["INTERMEDIATE", 23],
  ["ADVANCED", 5],
  ["BACHELOR", 1],
]);

const RELIGIONS = weighted([
  ["Không", 93],
  ["Phật giáo", 3.5],
  ["Công giáo", 2],
  ["Phật giáo Hòa Hảo", 0.6],
  ["Cao Đài", 0.5],
  ["Tin lành", 0.4],
] as const);
