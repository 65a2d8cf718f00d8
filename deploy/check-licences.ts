import { readFileSync } from "node:fs";
import { licenceProblems } from "./licences.ts";

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const problems = licenceProblems(packages);
console.log(`${Object.keys(packages).length - 1} packages, ${problems.length} with a licence nobody agreed to`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
