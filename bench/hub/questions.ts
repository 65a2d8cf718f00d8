import { readFile } from "node:fs/promises";
import committees from "../../deploy/committees.json" with { type: "json" };

/** One operation and the many ways in which the bench asks it. */
export interface Question {
  readonly name: string;
  readonly variables: readonly object[];
  readonly query: string;
  /** Whether an answer holds what each agency has to say. */
  readonly isWhole: (data: unknown) => boolean;
}

/** An answer as text, with its data. */
export interface Answer {
  readonly text: string;
  readonly data: unknown;
}

/** Where to ask, and with which headers beside those of every request. */
export interface Asking {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Members on a page, as the operation asks for them. */
const PAGE = 50;

/**
 * The member dossier for at most so many members abroad, and a page of 50 members for every home committee that has as
 * many.
 */
export async function hubQuestions(asking: Asking, dossiers: number): Promise<readonly Question[]> {
  const ids = await membersAbroad(asking, dossiers);
  const large = await largeCommittees(asking);
  return [
    {
      name: "member dossier",
      query: await operation("../../schema/operations/member-dossier.graphql"),
      variables: ids.map((id) => ({ id })),
      isWhole: (data) => isWholeMember((data as Dossier).member, true),
    },
    {
      name: "page of 50",
      query: await operation("../operations/member-page.graphql"),
      variables: large.map((committee) => ({ committee })),
      isWhole: (data) => {
        const nodes = (data as Page).members?.nodes ?? [];
        return nodes.length === PAGE && nodes.every((member) => isWholeMember(member, false));
      },
    },
  ];
}

/** Asks the hub. @throws when it answers with errors or not at all */
export async function ask({ url, headers: own }: Asking, query: string, variables: object): Promise<Answer> {
  const headers = { "content-type": "application/json", ...own };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (!response.ok || errors)
    throw new Error(
      `The hub answered ${response.status} to ${JSON.stringify(variables)}: ${JSON.stringify(errors ?? text)}`,
    );
  return { text, data };
}

interface Member {
  readonly homeRecord?: unknown;
  readonly homeOrganization?: unknown;
  readonly currentAssignment?: { readonly receivingOrganization?: unknown };
}
type Dossier = { readonly member?: Member };
type Page = { readonly members?: { readonly nodes?: readonly Member[] } };

const isWholeMember = (member: Member | undefined, isAbroad: boolean) =>
  Boolean(
    member?.homeRecord && member.homeOrganization && (!isAbroad || member.currentAssignment?.receivingOrganization),
  );

const operation = (path: string) => readFile(new URL(path, import.meta.url), "utf8");

const ABROAD = `query ($after: String) {
  assignments(filter: { states: [RECEIVED_ABROAD] }, first: 100, after: $after) {
    nodes { member { id } }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface Abroad {
  readonly assignments: {
    readonly nodes: readonly { readonly member: { readonly id: string } }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

async function membersAbroad(asking: Asking, count: number): Promise<readonly string[]> {
  const ids = new Set<string>();
  let page: Abroad["assignments"]["pageInfo"] | undefined;
  do {
    const { data } = await ask(asking, ABROAD, { after: page?.endCursor ?? null });
    const { nodes, pageInfo } = (data as Abroad).assignments;
    for (const { member } of nodes) ids.add(member.id);
    page = pageInfo;
  } while (page.hasNextPage && ids.size < count);
  return [...ids].slice(0, count);
}

async function largeCommittees(asking: Asking): Promise<readonly string[]> {
  const count = "query ($committee: ID!) { members(committee: $committee, first: 0) { totalCount } }";
  const large: string[] = [];
  // One after the other: counting the members of a large nation is work, and an agency refuses what it has no time for.
  for (const committee of Object.values(committees).flat()) {
    const { data } = await ask(asking, count, { committee });
    if ((data as { members: { totalCount: number } }).members.totalCount >= PAGE) large.push(committee);
  }
  return large;
}
