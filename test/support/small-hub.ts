import { GraphQLError } from "graphql";
import type { RunningGateway } from "../../gateway/server.ts";
import { composeForTest, startAgency, temporaryFile, type TestAgency } from "./agencies.ts";
import { startOpenGateway } from "./open-gateway.ts";

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])`;

const sdl = {
  "organization-commission": `${LINK}
    type Query { member(id: ID!): Member  roster: [Member!]  fault: String  refusal(on: String): String }
    type Member @key(fields: "id") { id: ID!  homeCommittee: Committee! @shareable  homeOrganization: Organization }
    type Committee @key(fields: "code") { code: ID!  name: String }
    type Organization @key(fields: "id") { id: ID!  name: String }`,
  "foreign-ministry": `${LINK}
    type Query { assignments: [Assignment!] }
    type Member @key(fields: "id") { id: ID!  currentAssignment: Assignment  card: String }
    type Assignment { country: String  member: Member  secret: String }`,
  "provincial-committees": `${LINK}
    @link(url: "https://hub.example/specs/hub/v1.0", import: ["@shard"])
    @composeDirective(name: "@shard")
    directive @shard(by: String!) on OBJECT | FIELD_DEFINITION
    type Query { members(committee: ID!): [Member!] @shard(by: "committee") }
    type Member @key(fields: "id homeCommittee { code }") @shard(by: "homeCommittee.code") {
      id: ID!  homeCommittee: Committee! @shareable  homeRecord: HomeRecord }
    type HomeRecord { fullName: String }
    type Committee @key(fields: "code", resolvable: false) { code: ID! }`,
} as const;

/** Synthetic members and the committees that hold their records; no instance serves PTC-99. */
const COMMITTEES: Readonly<Record<string, string>> = {
  mb_1: "PTC-01",
  mb_2: "PTC-79",
  mb_3: "PTC-01",
  mb_4: "PTC-99",
};

const memberOf = (id: string) => ({ id, homeCommittee: { code: COMMITTEES[id] }, homeOrganization: { id: "po_1" } });

const commission = {
  Query: {
    member: (_: unknown, { id }: { id: string }) => (COMMITTEES[id] ? memberOf(id) : null),
    roster: () => Object.keys(COMMITTEES).map(memberOf),
    fault: () => {
      throw new Error("connection string postgres://secret");
    },
    refusal: () => {
      throw new GraphQLError("A CalendarDay is a day that exists.", {
        extensions: { code: "INPUT_MALFORMED", internals: "hidden" },
      });
    },
  },
  Member: { __resolveReference: ({ id }: { id: string }) => (COMMITTEES[id] ? memberOf(id) : null) },
  Committee: { __resolveReference: ({ code }: { code: string }) => ({ code, name: `Committee ${code}` }) },
  Organization: {
    __resolveReference: ({ id }: { id: string }) => ({ id, name: "Organization" }),
    name: () => "Organization",
  },
};

const ministry = {
  Query: {
    assignments: () => [
      { country: "JP", member: { id: "mb_2" } },
      { country: "FR", member: { id: "mb_1" } },
    ],
  },
  Member: {
    __resolveReference: (key: object) => key,
    currentAssignment: () => ({ country: "JP" }),
    card: ({ id }: { id: string }) => {
      if (id === "mb_2") throw new Error("row 17 is broken");
      return id;
    },
  },
};

/** An instance answers only for the committees it serves, as one with a database of its own must. */
const committees = (served: string) => ({
  Query: {
    members: (_: unknown, { committee }: { committee: string }) =>
      Object.keys(COMMITTEES)
        .filter((id) => COMMITTEES[id] === committee && committee === served)
        .map(memberOf),
  },
  Member: {
    __resolveReference: (key: { homeCommittee: { code: string } }) => (key.homeCommittee.code === served ? key : null),
    homeRecord: ({ id }: { id: string }) => ({ fullName: `Name of ${id}` }),
  },
});

/** The hub in small: its gateway and agencies with the keys of the real ones. */
export interface SmallHub extends AsyncDisposable {
  readonly gateway: RunningGateway;
  readonly commission: TestAgency;
  readonly ministry: TestAgency;
  /** Serves PTC-01. */
  readonly north: TestAgency;
  /** Serves PTC-79. */
  readonly south: TestAgency;
  /** The file that the gateway watches, and a supergraph text made of these agencies. */
  readonly supergraphFile: string;
  readonly supergraph: string;
  /** Asks over HTTP and answers the parsed body. */
  readonly ask: (query: string, variables?: object) => Promise<Answer>;
}

/** A GraphQL answer as a client reads it. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
}

/** Starts all parts of a small hub on free ports. */
export async function startSmallHub(timeoutMs = 2_000): Promise<SmallHub> {
  const resources = new AsyncDisposableStack();
  const start = async (name: keyof typeof sdl, resolvers: object) =>
    resources.use(await startAgency(sdl[name], resolvers));
  const [registry, ministryAgency, north, south] = await Promise.all([
    start("organization-commission", commission),
    start("foreign-ministry", ministry),
    start("provincial-committees", committees("PTC-01")),
    start("provincial-committees", committees("PTC-79")),
  ]);
  const urls = {
    "organization-commission": registry.url,
    "foreign-ministry": ministryAgency.url,
    "provincial-committees": north.url,
  };
  const supergraph = composeForTest(
    Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url, sdl: sdl[name as keyof typeof sdl] }])),
  );
  const file = resources.use(await temporaryFile("supergraph.graphql", supergraph));
  const gateway = resources.use(
    await startOpenGateway({
      supergraphFile: file.path,
      agencies: {
        "provincial-committees": {
          instances: { north: north.url, south: south.url },
          routes: { "PTC-01": "north", "PTC-79": "south" },
        },
      },
      timeoutsMs: Object.fromEntries(Object.keys(urls).map((name) => [name, timeoutMs])),
    }),
  );
  const ask = async (query: string, variables = {}) => {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const response = await fetch(gateway.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    return (await response.json()) as Answer;
  };
  const close = () => resources.disposeAsync();
  return {
    gateway,
    commission: registry,
    ministry: ministryAgency,
    north,
    south,
    supergraphFile: file.path,
    supergraph,
    ask,
    [Symbol.asyncDispose]: close,
  };
}
