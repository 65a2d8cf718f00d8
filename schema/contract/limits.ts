/**
 * What one request may ask for. Every refusal names the limit it met and the value it saw.
 * The figures hold for all processes; they are part of the contract with the front-ends.
 */
export const limits = {
  /** Bytes of a request body, as received; compressed bodies are refused. */
  bodyBytesMax: 100_000,
  /** Headers of one request. */
  headersMax: 64,
  /** Bytes of all headers of one request together: room for a token that names every committee. */
  headersBytesMax: 8_192,
  /** Milliseconds in which the headers of a request must arrive. */
  headersTimeoutMs: 10_000,
  /** Milliseconds in which a whole request must arrive. */
  bodyTimeoutMs: 15_000,
  /** Milliseconds after which a connection is closed on which nothing moves in either direction. */
  connectionIdleTimeoutMs: 30_000,
  /** Connections that one gateway keeps open. */
  connectionsMax: 5_000,
  /** Lexical tokens of one document: far above any registered operation, far below what slows a parser. */
  tokensMax: 2_000,
  /** Brackets open at once, counted before parsing, because a recursive parser would overflow its stack. */
  nestingMax: 64,
  /** Directives used in one document, counted before parsing. */
  directivesMax: 50,
  /** Fragments defined in one document, counted before parsing. */
  fragmentsMax: 50,
  /** Variables declared in one document, counted before parsing. */
  variablesMax: 50,
  /** Mistakes that are told of one document; the search ends with the last of them. */
  validationErrorsMax: 5,
  /** Nested fields from the root, fragments followed. */
  depthMax: 10,
  /** Fields of one operation at all levels, fragments followed. */
  heightMax: 200,
  /** Fields of one operation at its root, fragments followed, `__typename` aside. */
  rootFieldsMax: 10,
  /** Aliased fields in one operation, fragments followed. */
  aliasesMax: 30,
  /** Fields and fragments of one operation, every fragment filled in wherever it is spread. */
  expandedSelectionsMax: 1_000,
  /** Items of one page: the value of every `first` argument. */
  pageSizeMax: 100,
  /** Items of a page when `first` is absent. */
  pageSizeDefault: 20,
  /** Entities that an agency is asked for in one call; the hub makes several calls for more. */
  representationsMax: 500,
  /** Calls to agencies that one operation may be planned with. */
  fetchesMax: 30,
  /** Estimated cost of one operation, all agencies together: a page of 100 with five objects below each costs 600. */
  costMax: 10_000,
  /** Estimated cost of one operation for one agency. */
  agencyCostMax: 8_000,
  /** Requests of one caller in a minute: what a front-end's service account needs in its busiest one. */
  callerRequestsPerMinuteMax: 12_000,
  /** Estimated cost of all that one caller asks in a minute. */
  callerCostPerMinuteMax: 2_000_000,
  /** Requests of all callers of one organization in a minute. */
  organizationRequestsPerMinuteMax: 60_000,
  /** Estimated cost of all that the callers of one organization ask in a minute. */
  organizationCostPerMinuteMax: 10_000_000,
  /** Milliseconds of processor time that the planning of one operation may take. */
  planningTimeoutMs: 300,
  /** Characters of an Authorization header: room for a token that names every committee. */
  tokenBytesMax: 6_000,
  /** Seconds by which the clocks of an issuer and the hub may differ. */
  clockLeewaySeconds: 30,
  /** Bytes of one agency's answer, counted after decompression. */
  agencyAnswerBytesMax: 2_000_000,
  /** Milliseconds one call to an agency may take. */
  agencyTimeoutMs: 1_500,
  /** Requests that one gateway process answers at once: more would only make all of them late. */
  inFlightMax: 200,
  /** Milliseconds for which a request above that waits for its turn before it is turned away. */
  queueTimeoutMs: 200,
  /** Exports that one gateway process has under way. */
  exportsMax: 8,
  /** Exports that one caller has under way at one gateway process, so that nobody takes all of them. */
  exportsPerCallerMax: 2,
  /** Live queries that one gateway process keeps open. */
  liveStreamsMax: 500,
  /** Live queries that one caller keeps open at one gateway process: a work list in each of a few windows. */
  liveStreamsPerCallerMax: 10,
  /** Milliseconds the whole request may take. */
  requestTimeoutMs: 5_000,
} as const;
