import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAgencyConfig } from "#kit/config.ts";
import { drawEventKeys } from "./event-keys.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "hub-event-keys-"))));
afterEach(() => rm(folder, { recursive: true }));

describe("the keys for events", () => {
  const addresses = { a: "http://127.0.0.1:1", "b/north": "http://127.0.0.1:2" };
  const draw = () => drawEventKeys(folder, addresses, { "PTC-01": "b/north" });

  it("make of each process the one that the others know by its public key", async () => {
    const { peers, keys } = await draw();
    const config = readAgencyConfig("B", {
      env: {
        B_PORT: "2",
        B_DATABASE_URL: "postgres://service@127.0.0.1/b",
        B_INSECURE_CALLER: "{}",
        B_PEERS: peers,
        B_EVENT_KEY: keys["b/north"],
      },
    });
    expect(config.peering?.name).toBe("b/north");
    expect(config.peering?.peers.get("a")?.url).toBe("http://127.0.0.1:1");
    expect(config.peering?.routes.get("PTC-01")).toBe("b/north");
  });

  it("may be read by their owner only", async () => {
    const { keys } = await draw();
    for (const file of Object.values(keys)) expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
