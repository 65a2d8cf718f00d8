import { homeCommittees } from "./home-committees.ts";
import { opaqueId } from "./identifiers.ts";

const committeeCodes = [...homeCommittees.keys()];

/** The id of a member by its committee's place in the table and its number there; the same for every seed and size. */
export const memberId = (committeeOrdinal: number, member: number): string => opaqueId("mb", committeeOrdinal, member);

/** The committees of the stories, of all three instances; each story is its committee's first member. */
export const storyCommittees = {
  memberAbroad: "PTC-79",
  memberMidTransfer: "PTC-01",
  memberInOneRegister: "PTC-48",
  probationaryAbroad: "PTC-40",
  memberReturned: "PTC-31",
  singleGuided: "PTC-75",
} as const;

/** A member to show and to test with. */
export type Story = keyof typeof storyCommittees;

const storyId = (story: Story) => memberId(committeeCodes.indexOf(storyCommittees[story]), 0);

/**
 * Ids of members who are in every synthetic nation, as they stand on the day of the data. `memberAbroad` is official
 * and studies in Japan, received there; the letter of `memberMidTransfer` is on its way to Korea; `memberInOneRegister`
 * was never abroad; `probationaryAbroad` waits in Korea for the decision; `memberReturned` is home again from Laos;
 * `singleGuided` works where no Party organization is.
 */
export const stories: Readonly<Record<Story, string>> = {
  memberAbroad: storyId("memberAbroad"),
  memberMidTransfer: storyId("memberMidTransfer"),
  memberInOneRegister: storyId("memberInOneRegister"),
  probationaryAbroad: storyId("probationaryAbroad"),
  memberReturned: storyId("memberReturned"),
  singleGuided: storyId("singleGuided"),
};
