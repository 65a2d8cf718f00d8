import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { LaterPayload, PartedResult, PartErrors } from "../execution/answers.ts";

/** Media type of an answer in parts: each is JSON, the first as it would stand alone, the others as announced in it. */
const PARTS_TYPE = 'multipart/mixed; boundary="-"; incrementalSpec=v0.2';

/**
 * Sends an answer's first part and the others as they come. Whoever hangs up ends what is under way for them.
 * @param present what a client sees of an error
 */
export function sendParts(
  { later, data, errors, pending }: PartedResult,
  reply: FastifyReply,
  present: (errors: PartErrors) => PartErrors,
): FastifyReply {
  // Of a stream for whoever has gone already, the server would tell as of a fault of its own.
  if (reply.raw.closed) return reply.hijack();
  const first = { data, ...(errors && { errors: present(errors) }), pending, hasNext: true };
  return reply.type(PARTS_TYPE).send(Readable.from(written()));

  async function* written(): AsyncGenerator<string, void> {
    yield `${BOUNDARY}${partOf(first)}`;
    for await (const payload of later) yield partOf(presented(payload, present));
  }
}

const BOUNDARY = "\r\n---";

/** A part and the boundary behind it, by which clients know that they have the whole of it. */
const partOf = (payload: { readonly hasNext: boolean }) =>
  `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(payload)}` +
  `${BOUNDARY}${payload.hasNext ? "" : "--\r\n"}`;

function presented(payload: LaterPayload, present: (errors: PartErrors) => PartErrors): LaterPayload {
  const withPresented = <Entry extends { readonly errors?: PartErrors }>(entry: Entry): Entry =>
    entry.errors ? { ...entry, errors: present(entry.errors) } : entry;
  const { incremental, completed } = payload;
  return {
    ...payload,
    ...(incremental && { incremental: incremental.map(withPresented) }),
    completed: completed.map(withPresented),
  };
}
