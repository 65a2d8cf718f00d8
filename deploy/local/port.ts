import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** A port of 127.0.0.1 that nothing listens at now. */
export const freePort = (): Promise<number> => probe(0);

/** @throws one sentence when the port cannot be had */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  await probe(port).catch(({ code }: NodeJS.ErrnoException) => {
    const why =
      code === "EADDRINUSE"
        ? `is taken: stop the program that uses it, or set ${variable} to another one`
        : `cannot be used (${code}): set ${variable} to another one`;
    throw new Error(`Port ${port} ${why}.`);
  });
}

async function probe(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
