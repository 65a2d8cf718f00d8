/** One sentence for a server that did not start, from what it wrote. */
export function serverFailure(output: string, place: string): Error {
  if (/No space left on device/i.test(output)) return new Error(`The disk that holds ${place} is full.`);
  if (/GLIBC_|error while loading shared libraries|not found \(required by/i.test(output)) {
    return new Error(
      `The embedded PostgreSQL does not run on this system (${lastLine(output)}): set DATABASE_URL to a server of your own.`,
    );
  }
  return new Error(`PostgreSQL did not start: ${lastLine(output)} (${place})`);
}

function lastLine(output: string): string {
  const lines = output.trim().split("\n");
  const worst = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1);
  return worst?.replace(/^.*?(FATAL|PANIC|error):\s*/, "") || "it said nothing";
}
