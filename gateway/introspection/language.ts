/** Languages in which the graph tells what it is. */
export type Language = "en" | "vi";

/** The language that an `Accept-Language` header (RFC 9110) prefers; English when it prefers none of ours. */
export function languageOf(header: string | undefined): Language {
  const weights: Record<Language, number> = { en: 0, vi: 0 };
  for (const part of (header ?? "").slice(0, 200).split(",")) {
    const [range = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const language = range.split("-")[0];
    const quality = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? 1);
    if ((language === "en" || language === "vi") && quality > weights[language]) weights[language] = quality;
  }
  return weights.vi > weights.en ? "vi" : "en";
}
