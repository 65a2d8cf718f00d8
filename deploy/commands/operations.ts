import { Command } from "commander";
import { readRegisteredOperations } from "#contract/registered-operations.ts";

/** `hub operations`: what front-ends may ask for by id. */
export const operationsCommand = new Command("operations")
  .description("list the registered operations: name, documentId and the purposes that each serves")
  .action(() => {
    const operations = readRegisteredOperations(new URL("../../schema/operations/", import.meta.url));
    const width = Math.max(...operations.map(({ name }) => name.length));
    for (const { name, documentId, purposes } of operations) {
      console.log(`${name.padEnd(width)}  ${documentId}  ${purposes.join(" ")}`);
    }
  });
