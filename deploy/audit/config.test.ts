import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readAuditConfig } from "./config.ts";

describe("the audit log's environment", () => {
  it("leaves everything in the hub's data folder, and ships nowhere", () => {
    expect(readAuditConfig({ HUB_DATA_DIR: "/srv/hub", AUDIT_DATABASE_URL: "" })).toEqual({
      name: "hub/audit",
      folder: resolve("/srv/hub/audit"),
      keysFolder: resolve("/srv/hub/audit-keys"),
      databaseUrl: null,
    });
  });

  it("says where the log, its keys and its database are", () => {
    const env = {
      AUDIT_LOG_NAME: "hub.example/audit/1",
      AUDIT_FOLDER: "/srv/audit",
      AUDIT_KEYS_FOLDER: "/srv/keys",
      AUDIT_DATABASE_URL: "postgres://audit@192.0.2.1/audit",
    };
    expect(readAuditConfig(env)).toEqual({
      name: "hub.example/audit/1",
      folder: "/srv/audit",
      keysFolder: "/srv/keys",
      databaseUrl: "postgres://audit@192.0.2.1/audit?options=-c+app.is_recorder%3Dtrue",
    });
  });

  it("names every variable at fault at once", () => {
    const read = () => readAuditConfig({ AUDIT_LOG_NAME: "hub audit", AUDIT_DATABASE_URL: "mysql://x" });
    expect(read).toThrow(
      "The environment is not right:\n  AUDIT_LOG_NAME: must be without spaces and plus signs\n" +
        "  AUDIT_DATABASE_URL: must be a URL that begins with postgres://",
    );
  });
});
