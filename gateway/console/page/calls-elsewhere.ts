import type { EditedRequest } from "./asked.ts";

/** Where an operation is sent and what for; tokens are left to whoever sends it. */
export interface Destination {
  readonly url: string;
  /** Empty to say nothing. */
  readonly purpose: string;
}

const bodyOf = ({ query, variables, operationName }: EditedRequest) => ({
  query,
  variables,
  ...(operationName && { operationName }),
});

/** The operation as a command for a shell, which finds the token in `HUB_TOKEN`. */
export function asCurl(request: EditedRequest, { url, purpose }: Destination): string {
  return [
    `curl ${quoted(url)}`,
    `-H 'content-type: application/json'`,
    `-H "authorization: Bearer $HUB_TOKEN"`,
    ...(purpose === "" ? [] : [`-H ${quoted(`x-purpose: ${purpose}`)}`]),
    `--data-binary ${quoted(JSON.stringify(bodyOf(request)))}`,
  ].join(" \\\n  ");
}

/** Within single quotes a shell takes everything as it is but the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The operation as TypeScript that fetches it with the token in `HUB_TOKEN`. */
export function asTypeScript(request: EditedRequest, { url, purpose }: Destination): string {
  const headers = [
    `    "content-type": "application/json",`,
    "    authorization: `Bearer ${process.env.HUB_TOKEN}`,",
    ...(purpose === "" ? [] : [`    "x-purpose": ${JSON.stringify(purpose)},`]),
  ];
  const body = JSON.stringify(bodyOf(request), null, 2).replaceAll("\n", "\n  ");
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: "POST",`,
    `  headers: {`,
    ...headers,
    `  },`,
    `  body: JSON.stringify(${body}),`,
    `});`,
    `const { data, errors } = await response.json();`,
    ``,
  ].join("\n");
}
