import { describe, expect, it } from "vitest";
import { killPoints, startOffices } from "./exchange-history.ts";

/** `EXCHANGE_KILLS=100` makes a longer run of it. */
const kills = Number(process.env["EXCHANGE_KILLS"] ?? killPoints.length);

describe("two agencies of which one is killed while they hand persons over", () => {
  it(`lose nothing and double nothing, and every person has one place, ${kills} times`, async () => {
    const persons = ["p1", "p2", "p3"];
    await using offices = await startOffices(persons);
    let deaths = 0;
    for (let run = 0; run < kills; run += 1) {
      const person = persons[run % persons.length] ?? "";
      const point = killPoints[run % killPoints.length] ?? "before-commit";
      const victim = offices.names[Math.floor(run / killPoints.length) % 2] ?? offices.names[0];
      if (await offices.handOver(person, run, victim, point)) deaths += 1;
      const { places, heard, acts, disordered, nowhere } = await offices.atRest();
      expect([run, point, places]).toEqual([run, point, { p1: 1, p2: 1, p3: 1 }]);
      const transfers = Array.from({ length: run + 1 }, (_, i) => `${persons[i % persons.length]}.${i}`);
      expect(acts).toEqual(Object.fromEntries(transfers.map((id) => [id, 1])));
      expect(heard).toEqual(Object.fromEntries(transfers.map((id) => [id, 2])));
      expect([disordered, nowhere]).toEqual([[], 0]);
    }
    expect(deaths).toBe(kills);
  }, 60_000 + kills * 10_000);
});
