import type { Answer } from "./small-hub.ts";

/** Sends a request and answers the parsed body, whatever the status. */
export async function post(url: string, body: object, given: Readonly<Record<string, string>>): Promise<Answer> {
  const headers = { "content-type": "application/json", ...given };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}
