import type pg from "pg";
import type { AuditKeys } from "../../gateway/audit/keys.ts";
import { withConnection } from "../local/admin.ts";
import type { AuditConfig } from "./config.ts";
import { readLog } from "./stored-log.ts";

/** One look at a person's data. */
export interface Access {
  /** Id of the INTENT entry. */
  readonly id: string;
  readonly at: string;
  readonly organization: string;
  /** Pseudonym of whoever looked, in the year of the access. */
  readonly caller: string;
  readonly purpose: string;
  readonly operation: string;
  /** Null when the access was not concluded: whether anything was shown is unknown. */
  readonly decision: string | null;
}

interface AccessEntry {
  readonly id: string;
  readonly kind: string;
  readonly intent: string | null;
  readonly at: string;
  readonly persons?: readonly string[];
  readonly caller?: { readonly person: string; readonly organization: string };
  readonly purpose?: string | null;
  readonly operation?: { readonly id: string };
  readonly decision?: string;
}

/**
 * Every access to a person's data, oldest first: those that named the person and those whose answer held the person.
 * Years whose key was deleted are silent.
 */
export async function accessesTo(config: AuditConfig, keys: AuditKeys, person: string): Promise<readonly Access[]> {
  const pseudonyms = keys.years().map((year) => keys.pseudonym("person", person, year));
  const waiting: AccessEntry[] = [];
  await readLog({ ...config, databaseUrl: null }, (entries) => {
    for (const { body } of entries) waiting.push(JSON.parse(body.toString()) as AccessEntry);
    return true;
  });
  const isMeant = ({ persons }: AccessEntry) => persons?.some((each) => pseudonyms.includes(each));
  const meant = new Set(waiting.filter(isMeant).map(access));
  const { databaseUrl, name } = config;
  const search = (client: pg.Client) => storedEntries(client, name, pseudonyms, [...meant]);
  const stored = databaseUrl === null ? [] : await withConnection(databaseUrl, search);
  for (const entry of stored) meant.add(access(entry));
  const entries = [...stored, ...waiting.filter((entry) => meant.has(access(entry)))];
  const outcomes = new Map(entries.flatMap((entry) => (entry.intent === null ? [] : [[entry.intent, entry] as const])));
  const intents = new Map(entries.flatMap((entry) => (entry.kind === "INTENT" ? [[entry.id, entry] as const] : [])));
  return [...intents.values()].map((intent) => ({
    id: intent.id,
    at: intent.at,
    organization: intent.caller?.organization ?? "",
    caller: intent.caller?.person ?? "",
    purpose: intent.purpose ?? "",
    operation: intent.operation?.id ?? "",
    decision: outcomes.get(intent.id)?.decision ?? null,
  }));
}

/** The id of the access to which an entry belongs. */
const access = ({ id, intent }: AccessEntry) => intent ?? id;

async function storedEntries(
  client: pg.Client,
  log: string,
  pseudonyms: readonly string[],
  ids: readonly string[],
): Promise<readonly AccessEntry[]> {
  const { rows } = await client.query<{ body: Buffer }>(
    `with meant as (
       select coalesce(intent, id) as id from audit_entry where log = $1 and persons && $2::text[]
       union select unnest($3::uuid[])
     )
     select body from audit_entry where log = $1 and (id in (select id from meant) or intent in (select id from meant))
     order by sequence`,
    [log, pseudonyms, ids],
  );
  return rows.map(({ body }) => JSON.parse(body.toString()) as AccessEntry);
}
