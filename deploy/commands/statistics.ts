import { Command, InvalidArgumentError } from "commander";
import { CalendarDay } from "#kit/scalars.ts";
import { todayInVietnam } from "../../subgraphs/organization-commission/today.ts";
import { readHubConfig } from "../config.ts";
import { joinDatabases, type JoinedDatabases } from "../local/join-databases.ts";
import { takeSnapshot, type StatisticsDatabases } from "../statistics/snapshot.ts";

const snapshot = new Command("snapshot")
  .description("count every register for a day and publish the day if all are in and the month has no release yet")
  .option("--day <day>", "the day to count, YYYY-MM-DD; today in Việt Nam unless told", calendarDay)
  .action(async ({ day = todayInVietnam() }: { day?: string }) => {
    await using databases = await joinDatabases(readHubConfig());
    const outcome = await takeSnapshot(serviceUrls(databases), day, new Date());
    switch (outcome.kind) {
      case "published":
        return console.log(`The statistics of ${day} are published, version ${outcome.version}.`);
      case "unchanged":
        return console.log(`The statistics of ${day} stand as published, version ${outcome.version}.`);
      case "kept":
        return console.log(`The counts of ${day} are kept and not published: ${outcome.released} is.`);
      case "incomplete":
        process.exitCode = 1;
        return console.log(`The statistics of ${day} wait for ${outcome.missing.join(", ")}.`);
    }
  });

/** `hub statistics`: what an operator does with the national statistics. */
export const statisticsCommand = new Command("statistics")
  .description("count the registers for the national statistics")
  .addCommand(snapshot);

/** The service of each agency may count and no more, so nothing is asked for here that an agency could not do. */
function serviceUrls({ urls }: JoinedDatabases): StatisticsDatabases {
  const of = (name: string) => urls.get(name)?.serviceUrl ?? "";
  const instances = [...urls.keys()].filter((name) => name.startsWith("provincial-committees/"));
  return {
    organizationCommission: of("organization-commission"),
    foreignMinistry: of("foreign-ministry"),
    provincialCommittees: Object.fromEntries(instances.map((name) => [name.slice(name.indexOf("/") + 1), of(name)])),
  };
}

function calendarDay(text: string): string {
  try {
    return CalendarDay.parseValue(text);
  } catch {
    throw new InvalidArgumentError("It must be a day, written as YYYY-MM-DD.");
  }
}
