import type { Kysely } from "kysely";
import { outboxDepths } from "#kit/outbox.ts";

/** What a process has counted since it began. */
export interface ExchangeCounts {
  /** Events that targets have confirmed, by target. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Events that came, by their labels. */
  readonly taken: ReadonlyMap<string, number>;
  readonly now: Date;
}

/** The figures of an exchange in the text form of Prometheus. Names of processes and numbers, nothing else. */
export async function exchangeMetrics(db: Kysely<unknown>, { delivered, taken, now }: ExchangeCounts): Promise<string> {
  const depths = await outboxDepths(db, now);
  const gauges = (name: string, help: string, value: (depth: (typeof depths)[number]) => number) =>
    metric(name, "gauge", help, depths.map((depth) => [`target="${depth.target}"`, value(depth)]));
  return [
    ...gauges("hub_outbox_pending", "Events that their target has not confirmed.", ({ pending }) => pending),
    ...gauges("hub_outbox_lag_seconds", "Age of the oldest of them.", ({ lagSeconds }) => lagSeconds),
    ...gauges("hub_outbox_parked", "Events that need an operator.", ({ parked }) => parked),
    ...metric("hub_events_delivered_total", "counter", "Events that targets have confirmed to this process.", [
      ...[...delivered].map(([target, count]): [string, number] => [`target="${target}"`, count]),
    ]),
    ...metric("hub_events_received_total", "counter", "Events that came to this process.", [...taken]),
    "",
  ].join("\n");
}

const metric = (name: string, type: string, help: string, values: readonly (readonly [string, number])[]) => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...values.map(([labels, value]) => `${name}{${labels}} ${value}`),
];
