/** What becomes of a document that is not registered: it is answered, answered and told to the log, or refused. */
export type DocumentMode = "off" | "log" | "enforce";

/** How strict the gateway is with the front-ends of each organization, so that they can move one after the other. */
export interface DocumentModes {
  readonly otherwise: DocumentMode;
  /** By the organization's code. */
  readonly byOrganization: ReadonlyMap<string, DocumentMode>;
}

/** Whoever has it explores: an analyst or a developer, who may send any document wherever they work. */
export const FREE_DOCUMENT_SCOPE = "document:free";

/**
 * Reads modes such as `enforce` or `enforce,PTC-79=log`: one for everybody and one for each organization that differs.
 * @throws Error that says what is wrong with the text
 */
export function readDocumentModes(text: string): DocumentModes {
  const [first = "", ...others] = text.split(",").map((part) => part.trim());
  const byOrganization = others.map((part) => {
    const [organization = "", mode = ""] = part.split("=");
    if (organization === "") throw new Error(`"${part}" names no organization`);
    return [organization, modeOf(mode)] as const;
  });
  return { otherwise: modeOf(first), byOrganization: new Map(byOrganization) };
}

function modeOf(text: string): DocumentMode {
  if (text === "off" || text === "log" || text === "enforce") return text;
  throw new Error(`"${text}" must be off, log or enforce`);
}
