import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Log } from "../edge/errors.ts";
import { watchSupergraph } from "./watch-supergraph.ts";

it("offers a newer file only when the one before is in force or refused, so that none is overtaken", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "hub-supergraph-"));
  const file = join(folder.path, "supergraph.graphql");
  await writeFile(file, "first");
  const silent = () => undefined;
  const log: Log = { debug: silent, info: silent, warn: silent, error: silent };
  const { subscribe } = await watchSupergraph(file, log);
  const { promise: isSlow, resolve: finish } = Promise.withResolvers<void>();
  const history: string[] = [];
  const leave = subscribe(async (sdl) => {
    history.push(`${sdl} begins`);
    if (sdl === "second") await isSlow;
    history.push(`${sdl} ends`);
  });
  await writeFile(file, "second");
  await expect.poll(() => history, { timeout: 5_000 }).toEqual(["second begins"]);
  await writeFile(file, "third, which is longer");
  // Long enough for the change to be seen and read.
  await expect.poll(() => history.length, { timeout: 750 }).toBeGreaterThan(1).catch(silent);
  finish();
  await expect.poll(() => history.length, { timeout: 5_000 }).toBe(4);
  leave();
  const [second, third] = ["second", "third, which is longer"];
  expect(history).toEqual([`${second} begins`, `${second} ends`, `${third} begins`, `${third} ends`]);
});
