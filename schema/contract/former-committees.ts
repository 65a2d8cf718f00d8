/**
 * The provincial committees since the mergers of 1 July 2025, each with the numbers of those that went into it and
 * ended the day before. Agencies tell who took over without asking the Commission; a test holds that it says the same.
 */
const MERGED: Readonly<Record<string, string>> = {
  "PTC-08": "02 08",
  "PTC-15": "10 15",
  "PTC-19": "06 19",
  "PTC-24": "24 27",
  "PTC-25": "17 25 26",
  "PTC-31": "30 31",
  "PTC-33": "33 34",
  "PTC-37": "35 36 37",
  "PTC-44": "44 45",
  "PTC-48": "48 49",
  "PTC-51": "51 62",
  "PTC-52": "52 64",
  "PTC-56": "56 58",
  "PTC-66": "54 66",
  "PTC-68": "60 67 68",
  "PTC-75": "70 75",
  "PTC-79": "74 77 79",
  "PTC-80": "72 80",
  "PTC-82": "82 87",
  "PTC-86": "83 84 86",
  "PTC-91": "89 91",
  "PTC-92": "92 93 94",
  "PTC-96": "95 96",
};

/** Code of the committee that took over from a provincial one, by the code of the one that ended. */
export const successors: ReadonlyMap<string, string> = new Map(
  Object.entries(MERGED).flatMap(([successor, numbers]) =>
    numbers.split(" ").map((number) => [`PTC63-${number}`, successor] as const),
  ),
);
