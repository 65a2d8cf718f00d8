import { day, flag, id, listOf, nullable, oneOf, record, text } from "./shapes.ts";

const code = text(40);
const words = text(200);
const place = record({ countryCode: code, provinceCode: nullable(code), detail: nullable(words) });

/**
 * A member's file as it follows an official transfer to another home committee: everything that a home record holds,
 * and nothing that one does not. It goes to the process of the committee that has accepted, and to no other.
 */
export const homeFile = record({
  familyName: text(60),
  middleName: nullable(text(80)),
  givenName: text(60),
  birthName: nullable(words),
  aliases: nullable(listOf(words, 20)),
  sex: oneOf(["MALE", "FEMALE"]),
  bornOn: day,
  birthPlace: place,
  nativePlace: place,
  permanentResidence: nullable(place),
  temporaryResidence: nullable(place),
  ethnicityCode: code,
  ethnicityListVersion: code,
  religion: nullable(words),
  occupationBefore: nullable(words),
  occupationNow: nullable(words),
  occupationGroup: nullable(code),
  generalEducation: code,
  professionalQualification: nullable(code),
  politicalTheory: nullable(code),
  foreignLanguages: nullable(listOf(record({ languageCode: code, level: code }), 20)),
  memberClass: oneOf(["PROBATIONARY", "OFFICIAL"]),
  memberCategory: nullable(code),
  admissionDecidedOn: day,
  admittedOn: day,
  admissionPlace: nullable(words),
  officialOn: nullable(day),
  officialPlace: nullable(words),
  recordNumber: code,
  cardNumberOld: nullable(code),
  cardNumber: nullable(code),
  cardIssuedOn: nullable(day),
  cardIssuePlace: nullable(words),
  badgeNumber: nullable(code),
  transferHeldOn: nullable(day),
  transferHeldBy: nullable(id),
  isSynthetic: flag,
});
