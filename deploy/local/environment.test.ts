import { describe, expect, it } from "vitest";
import { childEnvironment } from "./environment.ts";

const env = {
  PATH: "/bin",
  DATABASE_URL: "postgres://admin:secret@db/postgres",
  FOREIGN_MINISTRY_POOL_SIZE: "5",
  FOREIGN_MINISTRY_DATABASE_URL: "postgres://ministry",
  PROVINCIAL_COMMITTEES_NORTH_DATABASE_URL: "postgres://north",
  GATEWAY_LOG_LEVEL: "debug",
};

describe("the environment of a child", () => {
  it("is what belongs to the machine and to the child", () => {
    const child = childEnvironment(env, ["FOREIGN_MINISTRY"], { FOREIGN_MINISTRY_PORT: "4002" });
    expect(child).toEqual({ PATH: "/bin", FOREIGN_MINISTRY_POOL_SIZE: "5", FOREIGN_MINISTRY_PORT: "4002" });
  });

  it("never holds a database URL that it was not given on purpose", () => {
    for (const prefix of ["GATEWAY", "FOREIGN_MINISTRY", "PROVINCIAL_COMMITTEES"]) {
      expect(JSON.stringify(childEnvironment(env, [prefix], {}))).not.toContain("postgres://");
    }
  });
});
