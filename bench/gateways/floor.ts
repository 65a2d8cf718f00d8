import { createServer, type ServerResponse } from "node:http";
import { Pool } from "undici";

/** Asks one agency; query and variables are JSON already. */
type Ask = (query: string, variables: string) => Promise<Buffer>;

/**
 * What no gateway can be below: bare node:http, and the calls that a plan of the question makes, without GraphQL. It
 * reads no answer beyond the ids for the next call and sends back the answers as they are. Arguments: its port, then
 * the addresses of commission, committees and ministry.
 */
const [port, ...urls] = process.argv.slice(2);
const [commission, committees, ministry] = urls.map(askerOf) as [Ask, Ask, Ask];

const home = "homeOrganization { code name level }";
const record = "homeRecord { fullName bornOn memberClass activityStatus nativePlace occupation admittedOn cardNumber }";
const stay = `currentAssignment {
  purpose state country { code name } startedOn expectedReturnOn receivingOrganization { id }
}`;
const json = JSON.stringify;
const member = json(`query ($id: ID!) { member(id: $id) { id homeCommittee { code name } ${home} } }`);
const members = json(`query ($committee: ID!) { members(committee: $committee, first: 50) { id ${record} } }`);
const small = json("query ($id: ID!) { member(id: $id) { homeCommittee { name } } }");
const entities = (type: string, fields: string) =>
  json(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`);
const homes = entities("Member", home);
const records = entities("Member", record);
const stays = entities("Member", stay);
const organizations = entities("PartyOrganization", "code name level");

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => void reply(Buffer.concat(chunks).toString("latin1"), response));
}).listen(Number(port), "127.0.0.1");

async function reply(body: string, response: ServerResponse): Promise<void> {
  const value = /"(?:mb_|PTC-)\d+"/.exec(body)?.[0] ?? '""';
  const answers = await answersTo(body, value);
  const whole = Buffer.concat(answers);
  response.writeHead(200, { "content-type": "application/json", "content-length": whole.length });
  response.end(whole);
}

async function answersTo(body: string, value: string): Promise<readonly Buffer[]> {
  if (body.includes("query Small")) return [await commission(small, `{"id":${value}}`)];
  const isPage = body.includes("query Page");
  const first = await (isPage
    ? committees(members, `{"committee":${value}}`)
    : commission(member, `{"id":${value}}`));
  const keys = keysIn(first, /mb_\d+/g, "Member");
  const added = isPage ? commission(homes, keys) : committees(records, keys);
  const assignments = await ministry(stays, keys);
  const named = commission(organizations, keysIn(assignments, /po_o\d+/g, "PartyOrganization"));
  return [first, await added, assignments, await named];
}

/** The keys of the objects whose ids look so, found without reading the answer as JSON. */
function keysIn(answer: Buffer, pattern: RegExp, type: string): string {
  const ids = answer.toString("latin1").match(pattern) ?? [];
  return `{"r":[${ids.map((id) => `{"__typename":"${type}","id":"${id}"}`).join(",")}]}`;
}

function askerOf(url: string): Ask {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const headers = { "content-type": "application/json" };
  return (query, variables) => {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const chunks: Buffer[] = [];
    pool.dispatch(
      { method: "POST", path: pathname, headers, body: `{"query":${query},"variables":${variables}}` },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd: () => resolve(Buffer.concat(chunks)),
        onResponseError: (_, error) => reject(error),
      },
    );
    return promise;
  };
}
