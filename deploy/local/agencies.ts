/** One agency process: its code, its database, and the environment variables that speak of it. */
export interface AgencyProcess {
  /** Name of the process in logs: the agency, or `agency/instance`. */
  readonly name: string;
  /** Folder under `subgraphs/`, and name of the agency in the supergraph. */
  readonly agency: string;
  /** Instance of an agency that runs several, each serving some committees; null for the others. */
  readonly instance: string | null;
  readonly database: string;
  /** How the variables begin that the process itself reads: `FOREIGN_MINISTRY`. */
  readonly variables: string;
  /** Where an operator names its database: `FOREIGN_MINISTRY_DATABASE_URL`; with the instance, if there are several. */
  readonly urlVariable: string;
}

/** The gateway's own database: what callers have spent of their budgets, and nothing of any agency. */
export const gatewayDatabase = {
  name: "gateway",
  database: "gateway",
  migrations: "gateway/migrations",
  urlVariable: "GATEWAY_DATABASE_URL",
} as const;

/** Every agency process of the hub. Which committee an instance serves stands in `deploy/committees.json`. */
export const agencyProcesses: readonly AgencyProcess[] = [
  agencyProcess("organization-commission"),
  agencyProcess("foreign-ministry"),
  agencyProcess("provincial-committees", "north"),
  agencyProcess("provincial-committees", "centre"),
  agencyProcess("provincial-committees", "south"),
  agencyProcess("audit-log"),
];

function agencyProcess(agency: string, instance: string | null = null): AgencyProcess {
  const database = [agency, instance]
    .filter((part) => part !== null)
    .join("_")
    .replaceAll("-", "_");
  return {
    name: instance === null ? agency : `${agency}/${instance}`,
    agency,
    instance,
    database,
    variables: agency.replaceAll("-", "_").toUpperCase(),
    urlVariable: `${database.toUpperCase()}_DATABASE_URL`,
  };
}
