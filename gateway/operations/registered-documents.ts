import type { Caller } from "#contract/caller.ts";
import { documentIdOf, type RegisteredOperation } from "#contract/registered-operations.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import type { Log } from "../edge/errors.ts";
import { callerOf } from "../edge/identify-caller.ts";
import { sendRefusal } from "../edge/send-refusal.ts";
import { servesPurpose } from "../identity/purpose.ts";
import { FREE_DOCUMENT_SCOPE, type DocumentModes } from "./document-modes.ts";

/** What front-ends may ask for by id, and what becomes of other documents. */
export interface RegisteredDocumentsOptions {
  readonly operations: readonly RegisteredOperation[];
  readonly modes: DocumentModes;
  readonly log: Log;
}

/** Documents of which the log has been told; a front-end that is not ready sends the same few again and again. */
const TOLD_MAX = 1_000;

/**
 * Puts the text of a registered operation where its id stands, and decides about documents that come as text. Stands
 * before everything that looks at documents, so that what follows cannot tell the two apart.
 * Refuses with DOCUMENT_UNKNOWN, DOCUMENT_REFUSED, AUTH_PURPOSE_REFUSED or BAD_REQUEST.
 */
export function registeredDocuments({ operations, modes, log }: RegisteredDocumentsOptions) {
  const byId = new Map(operations.map((operation) => [operation.documentId, operation]));
  const told = new LRUCache<string, true>({ max: TOLD_MAX });

  const tell = ({ organization }: Caller, text: string) => {
    const id = documentIdOf(text);
    const line = `A document of ${organization} is not registered and would be refused by enforce: ${id}.`;
    if (told.get(line)) return;
    told.set(line, true);
    log.warn(line);
  };
  /** Whether a caller may send this text. A gateway that asks nobody's name has nobody to hold to a list. */
  const mayBeFree = (caller: Caller | null, text: string): boolean => {
    if (caller === null || caller.scopes.includes(FREE_DOCUMENT_SCOPE)) return true;
    const mode = modes.byOrganization.get(caller.organization) ?? modes.otherwise;
    if (mode === "log") tell(caller, text);
    return mode !== "enforce";
  };

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { body } = request;
    // What is no object is refused by Apollo Server, as everywhere.
    if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
    const { documentId, ...others } = body as { readonly documentId?: unknown; readonly query?: unknown };
    const caller = callerOf(request);
    if (documentId == null) {
      if (typeof others.query !== "string" || mayBeFree(caller, others.query)) return undefined;
      return sendRefusal(request, reply, "DOCUMENT_REFUSED");
    }
    if (typeof documentId !== "string" || others.query != null)
      return sendRefusal(request, reply, "BAD_REQUEST", "A request names a document or holds its text, not both.");
    const operation = byId.get(documentId);
    if (!operation) return sendRefusal(request, reply, "DOCUMENT_UNKNOWN");
    if (caller && !servesPurpose(operation.purposes, caller))
      return sendRefusal(request, reply, "AUTH_PURPOSE_REFUSED");
    request.body = { ...others, query: operation.text };
    return undefined;
  };
}
