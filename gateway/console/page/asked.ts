import { useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";
import { nameWithin } from "./fetcher.ts";
import { useSignIn } from "./sign-in.tsx";
import { headersOf } from "./caller.ts";

/** What the editors hold at the moment, as a GraphQL request; undefined while the variables are no JSON. */
export interface EditedRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
}

/** The request in the editors of the tab in front. */
export function useEditedRequest(): EditedRequest | undefined {
  const { tab, operationName } = useGraphiQL(({ tabs, activeTabIndex, operationName }) => ({
    tab: tabs[activeTabIndex],
    operationName,
  }));
  const query = tab?.query ?? "";
  try {
    const variables = JSON.parse(tab?.variables?.trim() || "{}") as Readonly<Record<string, unknown>>;
    return { query, variables, operationName: nameWithin(query, operationName) };
  } catch {
    return undefined;
  }
}

/** Who types is given time to finish a word. */
const PAUSE_MS = 600;

/**
 * What the hub answers to the request in the editors at another address or with other headers, asked anew when request
 * or caller change; undefined until it has answered or where it could not.
 */
export function useAsked<Answer>(path: string, headers?: Readonly<Record<string, string>>): Answer | undefined {
  const { kind, caller } = useSignIn();
  const request = useEditedRequest();
  const body = request && JSON.stringify(request);
  const given = JSON.stringify(headers ?? {});
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    const stopped = new AbortController();
    const ask = async () => {
      const own = kind === "none" ? {} : await headersOf(caller);
      if (own === null || body === undefined) return setAnswer(undefined);
      const response = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...own, ...(JSON.parse(given) as Record<string, string>) },
        body,
        signal: stopped.signal,
      });
      setAnswer((await response.json()) as Answer);
    };
    // Whoever leaves the panel or types on wants no answer; neither does a hub that is away have one.
    const timer = setTimeout(() => ask().catch(() => setAnswer(undefined)), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [kind, caller, path, body, given]);
  return answer;
}
