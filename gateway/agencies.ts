import { z } from "zod";

const address = z.url({ protocol: /^https?$/ });

const routes = z.record(
  z.string(),
  z.union([
    z.strictObject({ url: address }),
    z
      .strictObject({ instances: z.record(z.string(), address), routes: z.record(z.string(), z.string()) })
      .refine(({ instances, routes }) => Object.values(routes).every((name) => Object.hasOwn(instances, name)), {
        message: "a route leads to an instance that is not listed",
      }),
  ]),
);

/** Where an agency answers: at one address, or at the instance that `routes` names for a committee code. */
export type AgencyRoute = z.infer<typeof routes>[string];

/** Reads the text of an agencies file. @throws Error that says what is wrong in it */
export function readAgencies(text: string): Readonly<Record<string, AgencyRoute>> {
  const parsed = routes.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(z.prettifyError(parsed.error));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("the file is not JSON");
  }
}
