import type { Bilingual } from "./contract/bilingual.ts";
import { assignmentLifecycle } from "./contract/lifecycles/assignment.ts";
import {
  finalStatesOf,
  rowsFrom,
  type Lifecycle,
  type LifecycleRow,
} from "./contract/lifecycles/lifecycle.ts";
import { transferLifecycle } from "./contract/lifecycles/transfer.ts";
import { actors, deadlineSubjects, guards } from "./contract/lifecycles/vocabulary.ts";

/** The page on both lifecycles as Markdown: a text diagram, the table of acts, the states, then guards and limits. */
export function lifecyclePage(): string {
  return [
    "# The two lifecycles",
    "",
    "Written by `npm run reference` from `schema/contract/lifecycles`, from which the agencies' code runs as well; a test",
    "fails when page and tables differ. An act is the mutation of the same name in camel case.",
    "",
    "One place is official at any time. The pivot of a move is the acceptance: the receiver records it first, then the",
    "sender closes the case and, when the transfer is official, changes the official place in one transaction. Between",
    "the two the move is pending, and both sides show that it is.",
    "",
    ...section(transferLifecycle),
    ...section(assignmentLifecycle),
    "## Guards",
    "",
    ...table(["guard", "holds when", "điều kiện"], termsOf(guards)),
    "",
    "## Limits",
    "",
    ...table(["limit", "meaning", "nghĩa"], termsOf(deadlineSubjects)),
    "",
  ].join("\n");
}

function section(lifecycle: Lifecycle): readonly string[] {
  const { name, title, states, rows } = lifecycle;
  return [
    `## ${title.en} (${title.vi})`,
    "",
    "```",
    ...diagram(lifecycle),
    "```",
    "",
    ...table(["act", "from", "to", "who", "side", "guards", "papers", "keeps", "starts", "basis"], rows.map(cellsOf)),
    "",
    ...table(["act", "meaning", "nghĩa"], rows.map(({ act, text }) => [`\`${act}\``, text.en, text.vi])),
    "",
    ...table([`state of \`${name}\``, "meaning", "nghĩa"], termsOf(states)),
    "",
  ];
}

const cellsOf = ({ act, from, to, by, side, guards, documents, deadline, starts, legalBasis }: LifecycleRow) => [
  `\`${act}\``,
  from.length === 0 ? "(begins)" : from.join(", "),
  to,
  by.map((actor) => actors[actor].en).join(", "),
  side.toLowerCase(),
  guards.join(", "),
  documents.join(", "),
  deadline ?? "",
  starts ?? "",
  [legalBasis.topic, legalBasis.point].filter((part) => part !== null).join(" "),
];

/** From each state in order its acts: `==>` on the way that a case is meant to take, `-->` off it. */
function diagram(lifecycle: Lifecycle): readonly string[] {
  const ends = new Set(finalStatesOf(lifecycle));
  const lines = [null, ...Object.keys(lifecycle.states)].flatMap((state) => {
    if (state !== null && ends.has(state)) return [];
    const arrows = rowsFrom(lifecycle, state).map(
      ({ act, to, isExpected }) => `    ${isExpected ? "==" : "--"} ${act} ${isExpected ? "==>" : "-->"} ${to}`,
    );
    return [state ?? "(nothing)", ...arrows];
  });
  return [...lines, "", `ends: ${[...ends].join(", ")}`];
}

const termsOf = (terms: Readonly<Record<string, Bilingual>>) =>
  Object.entries(terms).map(([name, { en, vi }]) => [`\`${name}\``, en, vi]);

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
