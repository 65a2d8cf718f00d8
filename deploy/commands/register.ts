import { copyFile, mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { startMockHub } from "../mock/mock-hub.ts";
import { reviewOperation, type OperationReview } from "../register/review-operation.ts";

const FOLDER = fileURLToPath(new URL("../../schema/operations/", import.meta.url));

/** `hub register`: from a front-end team's file to a proposal that reviewers can judge. */
export const registerCommand = new Command("register")
  .description("hold an operation file against the graph, the limits, its cost and everybody's rights")
  .argument("<file>", "a .graphql file: its header and one named operation, as in schema/operations")
  .option("--propose", "put it into schema/operations, for review with the change that commits it", false)
  .action(async (file: string, { propose }: { propose: boolean }) => {
    const text = await readFile(file, "utf8");
    await using folder = await mkdtempDisposable(join(tmpdir(), "hub-register-"));
    await using hub = await startMockHub({ port: 0, seed: 1, listLength: 137, away: [], folder: folder.path });
    const review = await reviewOperation(basename(file), text, hub);
    console.log(reviewLines(review).join("\n"));
    if (review.problems.length > 0) {
      process.exitCode = 1;
    } else if (propose) {
      await copyFile(file, join(FOLDER, basename(file)));
      console.log(`\nProposed as schema/operations/${basename(file)}: run npm run compose and commit both.`);
    }
  });

/** The review as people read it. */
function reviewLines({ name, documentId, problems, cost, rights }: OperationReview): readonly string[] {
  const agencies = Object.entries(cost?.agencies ?? {}).map(([agency, own]) => `${agency} ${own}`);
  return [
    `${name || "(no name)"}  ${documentId}`,
    ...problems.map((problem) => `PROBLEM  ${problem}`),
    ...(cost ? [`cost     ${cost.estimate} (${agencies.join(", ")})`] : []),
    ...rights.map(
      ({ persona, purpose, withheld }) =>
        `rights   ${persona} for ${purpose}: ${withheld.length > 0 ? `without ${withheld.join(", ")}` : "everything"}`,
    ),
  ];
}
