/** One agency process: its database, and how its environment variables begin. */
export interface AgencyProcess {
  /** Name of the process in logs; an instance is `agency/instance`. */
  readonly name: string;
  /** Folder under `subgraphs/`, and name of the agency in the supergraph. */
  readonly agency: string;
  /** Instance of an agency that runs several, each serving some committees; null for the others. */
  readonly instance: string | null;
  readonly database: string;
  /** What the process reads, for example `FOREIGN_MINISTRY_DATABASE_URL`. */
  readonly variables: string;
  /** What the operator sets for this process; differs from `variables` where one agency has several instances. */
  readonly operatorVariables: string;
}

/** The instances of provincial-committees; which committee lives where stands in `deploy/committees.json`. */
const committeeInstances = ["north", "centre", "south"] as const;

/** Every agency process of the hub, in the order in which they are started. */
export const agencyProcesses: readonly AgencyProcess[] = [
  single("organization-commission"),
  single("foreign-ministry"),
  ...committeeInstances.map((instance) => instanceOf("provincial-committees", instance)),
];

function single(agency: string): AgencyProcess {
  const variables = constantCase(agency);
  return { name: agency, agency, instance: null, database: agency.replaceAll("-", "_"), variables, operatorVariables: variables };
}

function instanceOf(agency: string, instance: string): AgencyProcess {
  return {
    name: `${agency}/${instance}`,
    agency,
    instance,
    database: `${agency.replaceAll("-", "_")}_${instance}`,
    variables: constantCase(agency),
    operatorVariables: `${constantCase(agency)}_${constantCase(instance)}`,
  };
}

function constantCase(name: string): string {
  return name.replaceAll("-", "_").toUpperCase();
}
