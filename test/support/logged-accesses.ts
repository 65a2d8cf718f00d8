import { readLog } from "../../deploy/audit/stored-log.ts";
import type { AuditSetting } from "../../gateway/audit/audit-setting.ts";
import type { CoordinatesByClass } from "../../gateway/audit/facts.ts";

/** An access as the entries in a gateway's folder tell of it; what the outcome adds is absent without one. */
export interface LoggedAccess {
  readonly id: string;
  readonly request: string;
  readonly caller: Readonly<Record<"issuer" | "person" | "organization" | "address", string>>;
  readonly purpose: string | null;
  readonly operation: { readonly id: string; readonly isRegistered: boolean; readonly type: string };
  readonly allowed: CoordinatesByClass;
  readonly denied: CoordinatesByClass;
  readonly arguments: Readonly<Record<string, string>>;
  readonly persons: readonly string[];
  readonly outcomes: readonly LoggedOutcome[];
}

interface LoggedOutcome {
  readonly decision: string;
  readonly codes: readonly string[];
  readonly persons: readonly string[];
  readonly bytes: number | null;
  readonly cost: number;
  readonly agencies: Readonly<Record<string, number>>;
}

type LoggedEntry = LoggedAccess & LoggedOutcome & { readonly kind: string; readonly intent: string };

/** The accesses in a gateway's folder, in the order of their intents. */
export async function loggedAccesses(setting: AuditSetting): Promise<readonly LoggedAccess[]> {
  const texts: string[] = [];
  await readLog({ ...setting, databaseUrl: null }, (entries) => {
    texts.push(...entries.map(({ body }) => body.toString()));
    return true;
  });
  const entries = texts.map((text) => JSON.parse(text) as LoggedEntry);
  const outcomes = Map.groupBy(entries, ({ intent }) => intent);
  return entries
    .filter(({ kind }) => kind === "INTENT")
    .map((intent) => ({ ...intent, outcomes: outcomes.get(intent.id) ?? [] }));
}
