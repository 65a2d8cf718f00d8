import { sql } from "kysely";
import { parse } from "graphql";
import { buildSubgraphSchema } from "@apollo/subgraph";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { runAct } from "#kit/acts.ts";
import { readAgencyConfig } from "#kit/config.ts";
import { openAgencyDatabase } from "#kit/database.ts";
import { EVENTS_PATH } from "#kit/deliver.ts";
import { openExchange, type Exchange } from "#kit/exchange.ts";
import { emit } from "#kit/outbox.ts";
import { serveWithApollo } from "#kit/serve.ts";
import { stepped } from "../support/exchange/events.ts";
import { clerk, nobody, type OfficeTables } from "../support/exchange/offices.ts";
import type { KillPoint, OfficeMessage } from "./exchange-history.ts";

/**
 * An office in a process of its own that hands persons over to its peer and takes in those that the peer hands over:
 * who takes one in says so, and whoever hears that lets go. It kills itself, as `kill -9` would, at the point that it
 * was told; nothing of the kit knows of these points.
 */
let dieAt: KillPoint | null = null;
const perhapsDie = (point: KillPoint) => {
  if (dieAt === point) process.kill(process.pid, "SIGKILL");
};

const { peering, databaseUrl, poolSize, host, port } = readAgencyConfig("OFFICE");
if (!peering) throw new Error("OFFICE_PEERS is missing.");
const peerName = [...peering.peers.keys()].find((name) => name !== peering.name) ?? "";
const database = openAgencyDatabase<OfficeTables>({ url: databaseUrl, poolSize });

const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  if (!String(input).endsWith(EVENTS_PATH)) return realFetch(input, init);
  perhapsDie("before-send");
  const response = await realFetch(input, init);
  perhapsDie("after-send");
  return response;
};

const exchange = openExchange<OfficeTables>({
  ...peering,
  databaseUrl,
  database,
  reachOf: () => nobody,
  handlers: {
    "transfer.stepped": async (tx, { id, source, subject, sequence, body }) => {
      const [person = ""] = body.transferId.split(".");
      await sql`insert into heard (event_id, source, subject, sequence)
        values (${id}, ${source}, ${subject}, ${sequence})`.execute(tx);
      if (body.reason === "handed over") {
        await sql`insert into parcel (id, state) values (${person}, 'HERE')
          on conflict (id) do update set state = 'HERE'`.execute(tx);
        await emit(tx, [stepped(source, body.transferId, "taken in")]);
      } else {
        await sql`update parcel set state = 'AWAY' where id = ${person} and state = 'LEAVING'`.execute(tx);
      }
      perhapsDie("before-taking");
    },
  },
});

const dying: Exchange = {
  ...exchange,
  receive: async (call, log) => {
    const receipt = await exchange.receive(call, log);
    perhapsDie("before-receipt");
    setTimeout(() => perhapsDie("after-receipt"), 20);
    return receipt;
  },
};

await serveWithApollo({
  name: "office",
  host,
  port,
  insecureCaller: {},
  schema: buildSubgraphSchema([{ typeDefs: parse("type Query { hello: String }"), resolvers: {} }]),
  context: () => ({}),
  checkReady: async () => undefined,
  exchange: dying,
  close: database.close,
});

/** Hands a person over, who is still here until the other side has taken them in. */
const handOver = (transferId: string, idempotencyKey: string) =>
  runAct(
    database,
    { claims: claims(), reach: nobody, act: "HAND_OVER", subject: transferId, input: { transferId }, idempotencyKey },
    async (tx) => {
      const [person = ""] = transferId.split(".");
      const { numAffectedRows } = await sql`update parcel set state = 'LEAVING'
        where id = ${person} and state = 'HERE'`.execute(tx);
      if (numAffectedRows !== 1n) {
        throw new ActRefused({ kind: "not-allowed", code: "ACT_OUT_OF_STATE", message: "Not here.", nextAct: null });
      }
      await emit(tx, [stepped(peerName, transferId, "handed over")]);
      perhapsDie("before-commit");
      return { transferId };
    },
  );

const claims = (): EnvelopeClaims => clerk("harness");

process.on("message", async (message: OfficeMessage) => {
  if ("dieAt" in message) {
    dieAt = message.dieAt;
    process.send?.({ ready: true });
    return;
  }
  // An act that failed, on a machine without a connection to spare, is asked for again like one without an answer.
  const outcome = await handOver(message.transferId, message.key).catch(() => null);
  perhapsDie("after-commit");
  process.send?.({ isTaken: outcome?.kind === "taken" });
});
process.once("disconnect", () => process.exit(0));
process.send?.({ ready: true });
