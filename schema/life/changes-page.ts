import type { GraphQLSchema } from "graphql";
import { changesBetween, type ChangeLevel, type SchemaChange } from "./changes.ts";
import { deprecations } from "./deprecation.ts";
import type { Release } from "./releases.ts";

/** What happened to the graph with one release, or since the last one. */
export interface Chapter {
  /** Null for what is not released yet. */
  readonly release: Release | null;
  readonly changes: readonly SchemaChange[];
}

const HEADS: Readonly<Record<ChangeLevel, string>> = {
  breaking: "Breaking",
  dangerous: "May surprise",
  safe: "Safe",
};

/** Every release against the one before it, and the graph of now against the last one; the latest first. */
export async function chaptersOf(releases: readonly Release[], current: GraphQLSchema): Promise<readonly Chapter[]> {
  const chapters: Chapter[] = [];
  for (const [index, release] of releases.entries()) {
    const before = releases[index - 1];
    const changes = before ? await changesBetween(before.schema, release.schema, release.day) : [];
    chapters.unshift({ release, changes });
  }
  const last = releases.at(-1);
  if (last) {
    const changes = await changesBetween(last.schema, current, "9999-12-31");
    if (changes.length > 0) chapters.unshift({ release: null, changes });
  }
  return chapters;
}

/** The changes of the graph as Markdown, and what will go. */
export function changesPage(chapters: readonly Chapter[], current: GraphQLSchema): string {
  const going = [...deprecations(current)].map(
    ([coordinate, ending]) => `- \`${coordinate}\`: served until ${ending?.until}. ${ending?.instead}`,
  );
  return [
    "# Changes of the graph",
    "",
    "Written by `npm run reference` from `schema/releases`; a test fails when the two differ. What is deprecated is served",
    "for at least six months more. The same as a feed: `/schema/changes.atom` of the hub.",
    "",
    "## What will go",
    "",
    ...(going.length > 0 ? going : ["Nothing is deprecated."]),
    ...chapters.flatMap(({ release, changes }) => [
      "",
      release ? `## ${release.version}, ${release.day}` : "## Not released yet",
      ...(changes.length > 0 ? sections(changes) : ["", "The first release."]),
    ]),
    "",
  ].join("\n");
}

/** The same as an Atom feed (RFC 4287) of the releases. */
export function changesFeed(chapters: readonly Chapter[]): string {
  const released = chapters.flatMap(({ release, changes }) => (release ? [{ release, changes }] : []));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    "  <id>urn:hub:schema-changes</id>",
    "  <title>Changes of the inter-agency graph</title>",
    "  <author><name>Inter-agency hub</name></author>",
    `  <updated>${released[0]?.release.day ?? "1970-01-01"}T00:00:00Z</updated>`,
    ...released.flatMap(({ release, changes }) => [
      "  <entry>",
      `    <id>urn:hub:schema-changes:${release.version}</id>`,
      `    <title>${release.version}</title>`,
      `    <updated>${release.day}T00:00:00Z</updated>`,
      `    <content type="text">${escaped(textOf(changes))}</content>`,
      "  </entry>",
    ]),
    "</feed>",
    "",
  ].join("\n");
}

const sections = (changes: readonly SchemaChange[]): readonly string[] =>
  Object.entries(HEADS).flatMap(([level, head]) => {
    const own = changes.filter((change) => change.level === level);
    return own.length > 0 ? ["", `### ${head}`, "", ...own.map(({ message }) => `- ${oneLine(message)}`)] : [];
  });

const textOf = (changes: readonly SchemaChange[]): string =>
  changes.length > 0
    ? changes.map(({ level, message }) => `${level}: ${oneLine(message)}`).join("\n")
    : "The first release.";

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
