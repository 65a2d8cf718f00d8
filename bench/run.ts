import { Command, InvalidArgumentError } from "commander";
import { benchHub } from "./hub/hub-bench.ts";

const counts = (text: string) => text.split(",").map(positive);

function positive(text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new InvalidArgumentError("It must be a number above 0.");
}

const options = new Command("bench")
  .description("Measures the hub over its real agencies and databases.")
  .option("--seconds <number>", "length of each run", positive, 5)
  .option("--connections <list>", "connections at once, separated by commas", counts, [1, 16])
  .parse()
  .opts<{ seconds: number; connections: number[] }>();

try {
  console.log(await benchHub(options));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
