import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readAuditConfig, readShipperAddress, shippingFile } from "./config.ts";

describe("the audit log's environment", () => {
  it("leaves everything in the hub's data folder, and ships nowhere", () => {
    expect(readAuditConfig({ HUB_DATA_DIR: "/srv/hub", AUDIT_DATABASE_URL: "" })).toEqual({
      name: "hub/audit",
      folder: resolve("/srv/hub/audit"),
      keysFolder: resolve("/srv/hub/audit-keys"),
      databaseUrl: null,
    });
  });

  it("takes the database to which the hub beside it ships, unless told another", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "hub-audit-config-"));
    await writeFile(shippingFile(folder.path), "postgres://audit@127.0.0.1:5433/audit_log");
    const read = (url: string) => readAuditConfig({ HUB_DATA_DIR: folder.path, AUDIT_DATABASE_URL: url }).databaseUrl;
    expect(read("")).toBe("postgres://audit@127.0.0.1:5433/audit_log?options=-c+app.is_recorder%3Dtrue");
    expect(read("postgres://other/audit")).toMatch(/^postgres:\/\/other\/audit/);
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

  it("says where the shipper answers, on this machine alone unless told, and nowhere without a port", () => {
    expect(readShipperAddress({ AUDIT_SHIPPER_HOST: "0.0.0.0", AUDIT_SHIPPER_PORT: " " })).toBeNull();
    expect(readShipperAddress({ AUDIT_SHIPPER_PORT: "4007" })).toEqual({ host: "127.0.0.1", port: 4007 });
    expect(readShipperAddress({ AUDIT_SHIPPER_HOST: "0.0.0.0", AUDIT_SHIPPER_PORT: "4007" })?.host).toBe("0.0.0.0");
    for (const port of ["0", "65536", "http"])
      expect(() => readShipperAddress({ AUDIT_SHIPPER_PORT: port })).toThrow("AUDIT_SHIPPER_PORT: ");
  });
});
