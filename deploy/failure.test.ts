import { describe, expect, it } from "vitest";
import { failureSentence } from "./failure.ts";

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

describe("the sentence for an operator", () => {
  it.each([
    [
      failure("ENOSPC", "no space left on device"),
      /^The disk that holds \/ is full, \d+ MB are left \(no space left on device\)\.$/,
    ],
    [failure("53100", "could not extend file"), /^The disk that holds \/ is full/],
    [failure("EACCES", "permission denied, mkdir"), /^The folder \/ cannot be written: permission denied, mkdir\.$/],
    [failure("ECONNRESET", "read ECONNRESET"), /^The connection to PostgreSQL was lost: read ECONNRESET\.$/],
    [
      failure("42P01", 'relation "outbox_event" does not exist'),
      /^The databases are not at .+: run npm run hub -- migrate first \(relation "outbox_event" does not exist\)\.$/,
    ],
    [failure("EAGAIN", ""), /^EAGAIN$/],
    [new Error("Port 4000 is taken."), /^Port 4000 is taken\.$/],
    ["text", /^text$/],
  ])("tells what went wrong: %s", async (error, sentence) => {
    expect(await failureSentence(error, "/")).toMatch(sentence);
  });

  it.each([
    ["ENOENT", "There is no /elsewhere/note."],
    ["EISDIR", "/elsewhere/note is a folder."],
    ["EACCES", "/elsewhere/note may not be opened."],
  ])("names a file that was asked for and not the data folder: %s", async (code, sentence) => {
    const error = Object.assign(failure(code, `${code}: it failed`), { path: "/elsewhere/note" });
    expect(await failureSentence(error, "/data")).toBe(sentence);
    expect(await failureSentence(Object.assign(error, { path: "/data/note" }), "/data")).not.toBe(sentence);
  });

  it("does not blame a disk that it cannot look at", async () => {
    expect(await failureSentence(new Error("Something else."), "/nowhere/at/all")).toBe("Something else.");
  });
});
