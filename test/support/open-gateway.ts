import type { GatewayConfig } from "../../gateway/config.ts";
import { readDocumentModes } from "../../gateway/operations/document-modes.ts";
import { startGateway } from "../../gateway/server.ts";

/** Starts a gateway on a free port that asks nobody's name, over a supergraph of a test. */
export const startOpenGateway = (given: Pick<GatewayConfig, "supergraphFile"> & Partial<GatewayConfig>) =>
  startGateway({
    host: "127.0.0.1",
    port: 0,
    trustedProxies: [],
    agencies: {},
    timeoutsMs: {},
    logLevel: "silent",
    engine: "hub",
    issuers: null,
    revocationsFile: null,
    documents: readDocumentModes("off"),
    trialTokens: null,
    envelopeKeys: new Map(),
    audit: null,
    isSynthetic: true,
    isInsecure: true,
    budgets: null,
    databaseUrl: null,
    dataFolder: null,
    ...given,
  });
