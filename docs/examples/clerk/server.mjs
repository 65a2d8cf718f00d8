// The back end of the sample front-end: it hands out two files, keeps the token to itself and passes on registered
// operations by their id, nothing else. Node alone is enough.
//
//   HUB_URL=http://127.0.0.1:4000/graphql HUB_TOKEN_FILE=.data/tokens/province-clerk \
//     node docs/examples/clerk/server.mjs
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";

const { HUB_URL = "http://127.0.0.1:4000/graphql", HUB_TOKEN_FILE = "", PORT = "4200" } = process.env;

const operationsUrl = new URL("/schema/operations.json", HUB_URL);
const files = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/clerk.js": ["clerk.js", "text/javascript; charset=utf-8"],
};
const policy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'";

/** Read for each request, because the file is renewed before the token in it ends. */
const authorization = async () => `Bearer ${(await readFile(HUB_TOKEN_FILE, "utf8")).trim()}`;

/** Ids of the registered operations by name, as the hub publishes them. */
async function idsByName() {
  const response = await fetch(operationsUrl, { headers: { authorization: await authorization() } });
  const operations = await response.json();
  return Object.fromEntries(Object.entries(operations).map(([name, { documentId }]) => [name, documentId]));
}

async function askHub({ operation, variables }) {
  const ids = await idsByName();
  if (!Object.hasOwn(ids, operation)) return { status: 404, body: '{"errors":[{"message":"No such operation."}]}' };
  const response = await fetch(HUB_URL, {
    method: "POST",
    headers: {
      authorization: await authorization(),
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      "x-purpose": "MEMBER_MANAGEMENT",
    },
    body: JSON.stringify({ documentId: ids[operation], variables }),
  });
  return { status: response.status, body: await response.text() };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

const server = createServer(async (request, response) => {
  try {
    const file = files[request.url];
    if (request.method === "GET" && file) {
      const text = await readFile(new URL(file[0], import.meta.url));
      response.writeHead(200, { "content-type": file[1], "content-security-policy": policy }).end(text);
    } else if (request.method === "POST" && request.url === "/ask") {
      const { status, body } = await askHub(await bodyOf(request));
      response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(body);
    } else {
      response.writeHead(404).end();
    }
  } catch (error) {
    console.error(error);
    response.writeHead(502, { "content-type": "application/json" }).end('{"errors":[{"message":"The hub is away."}]}');
  }
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
