import { Command, InvalidArgumentError } from "commander";
import type { Kysely } from "kysely";
import { openDatabase } from "#kit/database.ts";
import { parkedEvents, releaseEvents, type ParkedEvent, type ReleasedEvent } from "#kit/parked-events.ts";
import { givenUrls, readHubConfig } from "../config.ts";
import { agencyProcesses } from "../local/agencies.ts";
import { joinDatabases } from "../local/join-databases.ts";

/** The audit's agency tells nobody anything. */
const telling = agencyProcesses.filter(({ agency }) => agency !== "audit-log");

const parked = new Command("parked")
  .description("list the events that a target refused or could not be told for 24 hours; never what they say")
  .argument("[agency]", "whose events, for example provincial-committees/north; absent, everybody's")
  .action((agency?: string) =>
    withAgencies(agency, async (db, name) => {
      const events = await parkedEvents(db);
      console.log([`${name}: ${events.length} parked`, ...events.map(parkedLine)].join("\n"));
    }),
  );

const release = new Command("release")
  .description("let parked events go out again, once the cause is gone; each is noted in the agency's log of acts")
  .argument("<agency>", "whose event")
  .argument("[event]", "id of one event", eventId)
  .option("--target <agency>", "instead of one event, all that are parked for this target")
  .action((agency: string, event: string | undefined, { target }: { readonly target?: string }) => {
    if ((event === undefined) === (target === undefined))
      throw new Error("Name one event by its id, or a target with --target, and not both.");
    return withAgencies(agency, async (db, name) => {
      const which = event === undefined ? { target: target ?? "" } : { id: event };
      const released = await db.transaction().execute((tx) => releaseEvents(tx, which, { agency: name }));
      for (const each of released) console.log(releasedLine(each));
      if (released.length > 0) return;
      console.log(`${name} has no such parked event.`);
      process.exitCode = 1;
    });
  });

/** `hub events`: what an operator does with events that wait for one. */
export const eventsCommand = new Command("events")
  .description("list and release events between agencies that wait for an operator")
  .addCommand(parked)
  .addCommand(release);

const parkedLine = ({ id, target, kind, subject, occurredAt, attempts, because, behind }: ParkedEvent) =>
  `  ${id}  to ${target}  ${kind}  ${subject}  ${ageOf(occurredAt)} old, ${attempts} attempts, ${because}, ` +
  `${behind} waiting behind it`;

const releasedLine = ({ id, target, kind, subject, because }: ReleasedEvent) =>
  `released ${id}  to ${target}  ${kind}  ${subject}  parked because ${because}`;

function ageOf(since: Date): string {
  const minutes = Math.floor((Date.now() - since.valueOf()) / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Works with one agency's database, or with each: those that an operator names by URL, or else this hub's own. */
async function withAgencies(agency: string | undefined, work: (db: Kysely<unknown>, name: string) => Promise<void>) {
  const asked = telling.filter(({ name }) => agency === undefined || name === agency);
  if (asked.length === 0)
    throw new Error(`No agency ${agency} tells others of events; ${telling.map(({ name }) => name).join(", ")} do.`);
  await using opened = new AsyncDisposableStack();
  const given = givenUrls();
  const urls = given.size > 0 ? given : await ownUrls(opened);
  const reached = asked.filter(({ name }) => urls.has(name));
  if (reached.length === 0)
    throw new Error(`${asked.map(({ urlVariable }) => urlVariable).join(", ")} must say where the database is.`);
  for (const { name } of reached) {
    const db = openDatabase<unknown>({ url: urls.get(name) ?? "", poolSize: 1 });
    opened.defer(() => db.destroy());
    await work(db, name);
  }
}

async function ownUrls(opened: AsyncDisposableStack): Promise<ReadonlyMap<string, string>> {
  const { urls } = opened.use(await joinDatabases(readHubConfig()));
  return new Map([...urls].map(([name, { serviceUrl }]) => [name, serviceUrl]));
}

function eventId(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be the id of an event, as `hub events parked` lists it.");
}
