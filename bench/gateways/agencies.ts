import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { answererOf, type Answerer } from "./answer.ts";

/** The agencies of the bench, in the order of the ports that this process is given as arguments. */
const sdl = ["commission", "committees", "ministry"].map((name) =>
  readFileSync(new URL(`agencies/${name}.graphql`, import.meta.url), "utf8"),
);

/** A gateway that writes values into its texts makes a new one for every request; those are not worth keeping. */
const TEXTS_MAX = 500;

const answerers = new Map<string, Answerer>();
let calls = 0;

/** Three agencies in one process, as fast as they can be: what is left to measure is the gateway that asks them. */
for (const [index, port] of process.argv.slice(2).entries()) {
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => reply(request, response, Buffer.concat(chunks).toString(), sdl[index] ?? ""));
  })
    .listen(Number(port), "127.0.0.1")
    .setTimeout(0).keepAliveTimeout = 0;
}

function reply(request: IncomingMessage, response: ServerResponse, body: string, schema: string): void {
  // How often the agencies were asked, for the bench; asking for it does not count.
  if (request.url === "/calls") return void response.end(String(calls));
  calls += 1;
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const text = query.includes("_service")
    ? JSON.stringify({ data: { _service: { sdl: schema } } })
    : answererFor(query)(variables ?? {});
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function answererFor(query: string): Answerer {
  const answerer = answerers.get(query) ?? answererOf(query);
  if (answerers.size < TEXTS_MAX) answerers.set(query, answerer);
  return answerer;
}
