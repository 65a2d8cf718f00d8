import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The account that PostgreSQL runs as when it must not be the caller's own. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so root lends it the account "nobody"; anyone else runs it as themselves. */
export const serverUser: ServerUser | undefined = process.geteuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Whether the server's account may pass through every folder on the way to `path` and read what is there. */
export async function isOpenTo(user: ServerUser | undefined, path: string): Promise<boolean> {
  if (!user) return true;
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid } = await stat(at);
    const needed = uid === user.uid ? 0o500 : 0o005;
    if ((mode & needed) !== needed) return false;
    if (at === dirname(at)) return true;
  }
}
