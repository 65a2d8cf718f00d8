import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { compose } from "../../test/support/federated/compose.ts";

/**
 * Agencies in memory that answer from text made once, so that they cost next to nothing beside a gateway. Members,
 * assignments and organizations are synthetic. Run in a process of its own; prints the URLs and the supergraph as
 * one line of JSON.
 */
const fields = [
  "familyName",
  "middleName",
  "givenName",
  "birthDay",
  "birthPlace",
  "ethnicity",
  "religion",
  "occupation",
  "cardNumber",
  "admittedOn",
];
const agencies = {
  records: `
    type Query { member(id: ID!): Member members(first: Int): Page }
    type Page { nodes: [Member!]! total: Int }
    type Member @key(fields: "id") { id: ID! ${fields.map((name) => `${name}: String`).join(" ")} organization: Organization }
    type Organization @key(fields: "id") { id: ID! }
  `,
  assignments: `
    type Member @key(fields: "id") { id: ID! assignment: Assignment }
    type Assignment { country: String purpose: String startedOn: String mission: Mission }
    type Mission { name: String city: String }
  `,
  registry:
    'type Query { count: Int } type Organization @key(fields: "id") { id: ID! code: String name: String level: String }',
};

/** Answers by reading names out of the query: enough of GraphQL for the bench's three shapes, in selection order. */
interface Selection {
  readonly out: string;
  readonly name: string;
  readonly below: Selection[];
}

function selectionsOf(text: string): Selection[] {
  const tokens: readonly string[] = text.match(/[{}]|\.\.\.\s*on\s+\w+|\w+\s*:\s*\w+|\w+/g) ?? [];
  let position = tokens.indexOf("{");
  const read = (): Selection[] => {
    const found: Selection[] = [];
    for (position++; position < tokens.length; position++) {
      const token: string = tokens[position]!;
      if (token === "}") return found;
      if (token === "{") found.at(-1)!.below.push(...read());
      else {
        const [out, name = out] = token.split(/\s*:\s*/) as [string, string?];
        found.push({ out, name, below: [] });
      }
    }
    return found;
  };
  return read();
}

const value = (id: string, { name, below }: Selection): unknown => {
  if (name === "id") return id;
  if (name === "__typename") return id.startsWith("o") ? "Organization" : "Member";
  if (name === "organization") return object(`o${id.slice(1)}`, below);
  if (name === "nodes") return Array.from({ length: 50 }, (_, i) => object(`m${i}`, below));
  if (name === "count" || name === "total") return 50;
  return below.length > 0 ? object(id, below) : `Giá trị ${name} ${id}`;
};
const object = (id: string, selections: readonly Selection[]) =>
  Object.fromEntries(selections.map((it) => [it.out, value(id, it)]));

const parsed = new Map<string, Selection[]>();
const answers = new Map<string, Buffer>();

function answer(body: string): Buffer {
  const known = answers.get(body);
  if (known) return known;
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
  const bare = query.replace(/\([^)]*\)/g, "");
  if (!parsed.has(bare)) parsed.set(bare, selectionsOf(bare));
  const data = Object.fromEntries(
    parsed.get(bare)!.map((root) => {
      const representations = Object.entries(variables).find(
        ([name]) => name === `representations${root.out.replace(/\D/g, "")}`,
      )?.[1] as { id: string }[];
      if (root.name === "_entities")
        return [
          root.out,
          representations.map(({ id }) =>
            object(
              id,
              root.below.flatMap(({ below }) => below),
            ),
          ),
        ];
      return [root.out, value(String(variables["id"] ?? "m1"), root)];
    }),
  );
  const text = Buffer.from(JSON.stringify({ data }));
  if (answers.size < 20_000) answers.set(body, text);
  return text;
}

const servers = await Promise.all(
  Object.keys(agencies).map(async (name) => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on("data", (chunk: Buffer) => chunks.push(chunk))
        .on("end", () => {
          const bytes = answer(Buffer.concat(chunks).toString("utf8"));
          response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length }).end(bytes);
        });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return [name, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`] as const;
  }),
);
process.stdout.write(`${JSON.stringify({ urls: Object.fromEntries(servers), supergraphSdl: compose(agencies) })}\n`);
