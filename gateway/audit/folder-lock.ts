import { mkdir, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { join, relative, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

/**
 * Takes a folder for this process until the answered function is called or the process ends in any way: the system
 * closes the socket that stands for the lock, so a killed holder leaves nothing that must be judged by its age. One
 * that is being stopped may still answer what is under way, so it is waited for.
 * @throws when another process still holds it after `waitMs`
 */
export async function lockFolder(folder: string, waitMs: number): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = socketPath(folder);
  let server = await listenAlone(path);
  for (const begun = performance.now(); server === null; server = await listenAlone(path)) {
    if (performance.now() - begun > waitMs) throw new Error(`Another process writes the audit log in ${folder}.`);
    await setTimeout(PAUSE_MS);
  }
  const held = server;
  held.unref();
  return () => new Promise((done) => void held.close(() => done()));
}

const PAUSE_MS = 50;

/** Null while somebody else answers at the socket. */
const listenAlone = (path: string): Promise<Server | null> =>
  listen(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    if (await isAnswered(path)) return null;
    await rm(path, { force: true });
    return listen(path);
  });

/** A socket's path may have some 100 bytes, so the shorter spelling is taken. */
function socketPath(folder: string): string {
  const path = join(resolve(folder), "writer.sock");
  if (process.platform === "win32") return `\\\\?\\pipe\\${path}`;
  const spelled = relative(process.cwd(), path);
  return spelled.length < path.length ? spelled : path;
}

const listen = (path: string) =>
  new Promise<Server>((listening, failed) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", failed);
    server.listen(path, () => listening(server));
  });

const isAnswered = (path: string) =>
  new Promise<boolean>((answered) => {
    const socket = connect(path);
    socket.once("connect", () => answered(true)).once("error", () => answered(false));
    socket.once("close", () => socket.destroy());
  });
