import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { errorCodes, type ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import { hangUpWhenAnswered } from "#contract/stopping.ts";
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { bodyFault, type BodyFault } from "./body-fault.ts";
import { noteAddress } from "./caller-address.ts";
import { errorBody, maskFault } from "./errors.ts";
import { refuseByStatus } from "./send-refusal.ts";
import { refuseStopping, stoppingOf } from "./stopping.ts";

/** Where GraphQL is served. */
export const GRAPHQL_PATH = "/graphql";

/** Pause between two looks for connections whose time is over. */
const CHECK_CONNECTIONS_EVERY_MS = 1_000;

/** A body that is JSON and yet refused. */
class BadBody extends Error {
  readonly fault: BodyFault;

  constructor(fault: BodyFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** A request id from outside is taken over only in this form, since it ends in logs and headers. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What the HTTP server is started with. */
export interface HttpEdgeOptions {
  readonly logLevel: string;
  /** Addresses and networks of proxies whose `X-Forwarded-For` counts (see `addressOf`). */
  readonly trustedProxies: readonly string[];
}

/**
 * The HTTP server before anything is served: names each request, refuses what is too large or of a wrong kind, and
 * answers every fault in the shape of GraphQL. Its log holds neither documents nor variables nor addresses with them.
 */
export function httpEdge({ logLevel, trustedProxies }: HttpEdgeOptions): FastifyInstance {
  const app = Fastify({
    trustProxy: [...trustedProxies],
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => requestIdOf(headers["x-request-id"]) ?? randomUUID(),
    requestIdHeader: false,
    bodyLimit: limits.bodyBytesMax,
    exposeHeadRoutes: false,
    forceCloseConnections: "idle",
    // Refused below, in the shape of everything else.
    return503OnClosing: false,
    connectionTimeout: limits.connectionIdleTimeoutMs,
    requestTimeout: limits.bodyTimeoutMs,
    http: {
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
      maxHeaderSize: limits.headersBytesMax,
    },
    frameworkErrors: (_, request, reply) => {
      void refuseByStatus(reply.header("x-request-id", request.id), "BAD_REQUEST", "The address is not well-formed.");
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket),
  });
  app.server.maxConnections = limits.connectionsMax;
  // One more than allowed, so that a request with too many can be told from one with as many as allowed.
  app.server.maxHeadersCount = limits.headersMax + 1;
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    const text = bytes.toString("utf8");
    parseJson(request, text, (error, value) => {
      const fault = error ? null : bodyFault(bytes, text, value);
      done(fault ? new BadBody(fault) : error, value);
    });
  });
  const stopping = stoppingOf(app);
  stopping.addEventListener("abort", () => hangUpWhenAnswered(app.server));
  app.addHook("onRequest", async (request, reply) => {
    noteAddress(request);
    reply.header("x-request-id", request.id);
    if (stopping.aborted) return refuseStopping(reply);
    if (request.raw.rawHeaders.length / 2 > limits.headersMax)
      return refuseByStatus(reply, "LIMIT_HEADERS_EXCEEDED", `A request has at most ${limits.headersMax} headers.`);
    // What unpacks to gigabytes need not be refused later if it is never unpacked.
    if (request.headers["content-encoding"])
      return refuseByStatus(reply, "UNSUPPORTED_MEDIA_TYPE", "A compressed body is not accepted.");
  });
  app.addHook("onResponse", async ({ id, method, routeOptions }, { statusCode, elapsedTime }) => {
    app.log.info(
      { requestId: id, method, route: routeOptions.url, status: statusCode, ms: Math.round(elapsedTime) },
      "request",
    );
  });
  app.setNotFoundHandler(answerUnknownRoute);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof BadBody) return refuseByStatus(reply, error.fault.code, error.message);
    const code = CODE_BY_FASTIFY_CODE[error.code] ?? (error.statusCode === 400 ? "BAD_REQUEST" : "INTERNAL");
    if (code !== "INTERNAL") return refuseByStatus(reply, code, MESSAGES[code]);
    return reply.code(500).send({ errors: [maskFault(error, request.log)] });
  });
  return app;
}

const requestIdOf = (given: unknown) => (typeof given === "string" && REQUEST_ID.test(given) ? given : undefined);

const CODE_BY_FASTIFY_CODE: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "LIMIT_BODY_EXCEEDED",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
};

const MESSAGES: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_REQUEST: "The body is not valid JSON.",
  LIMIT_BODY_EXCEEDED: `The body is larger than ${limits.bodyBytesMax} bytes.`,
};

function answerUnknownRoute(request: FastifyRequest, reply: FastifyReply) {
  if (request.url.split("?", 1)[0] !== GRAPHQL_PATH) return refuseByStatus(reply, "ROUTE_NOT_FOUND");
  return refuseByStatus(reply.header("allow", "POST"), "METHOD_NOT_ALLOWED");
}

/** What is not even HTTP, or takes too long to become it, gets an answer where the connection still carries one. */
function answerUnreadable({ code: fault }: { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const { code, reason, message } = UNREADABLE[fault ?? ""] ?? NOT_HTTP;
  const body = JSON.stringify(errorBody(code, message));
  const length = Buffer.byteLength(body);
  const head = `content-type: application/json; charset=utf-8\r\ncontent-length: ${length}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${errorCodes[code].status} ${reason}\r\n${head}\r\n\r\n${body}`);
}

interface Unreadable {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly message: string;
}

const NOT_HTTP: Unreadable = { code: "BAD_REQUEST", reason: "Bad Request", message: "The request is not valid HTTP." };

const UNREADABLE: Readonly<Record<string, Unreadable>> = {
  HPE_HEADER_OVERFLOW: {
    code: "LIMIT_HEADERS_EXCEEDED",
    reason: "Request Header Fields Too Large",
    message: `The headers are larger than ${limits.headersBytesMax} bytes.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: "REQUEST_TIMEOUT",
    reason: "Request Timeout",
    message: "The request did not arrive in time.",
  },
};
