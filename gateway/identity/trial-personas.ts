import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { refuseByStatus } from "../edge/send-refusal.ts";
import { personas, type Persona } from "./personas.ts";

/** Where the console of a trial finds whom to ask as. */
const PERSONAS_PATH = "/trial/personas";

/** A persona with a token that is good for some hours. */
export interface OfferedPersona extends Pick<Persona, "name" | "title" | "purposes"> {
  readonly token: string;
}

/**
 * Offers the personas of a trial with their tokens to the gateway's own page. A browser says of each request which
 * page it comes from, and no page can make it say otherwise; whoever says nothing is no browser and reads the files.
 * A page whose name was made to lead here is stopped by `refuseForeignHosts`, which must stand before this.
 * @param tokensFolder a file for each persona, named after it
 */
export function offerPersonas(app: FastifyInstance, tokensFolder: string): void {
  app.get(PERSONAS_PATH, async ({ headers }, reply) => {
    reply.header("cache-control", "no-store").header("cross-origin-resource-policy", "same-origin");
    if (headers["sec-fetch-site"] !== "same-origin") return refuseByStatus(reply, "ROUTE_NOT_FOUND");
    return Promise.all(personas.map((persona) => offered(persona, tokensFolder)));
  });
}

async function offered({ name, title, purposes }: Persona, folder: string): Promise<OfferedPersona> {
  return { name, title, purposes, token: (await readFile(join(folder, name), "utf8")).trim() };
}
