import { errorCodes, isErrorCode } from "#contract/errors.ts";
import type { Shortfall } from "./answer.ts";
import { labels, type Language } from "./labels.ts";
import { useLanguage } from "./language.tsx";

/** Paths that are named before the rest is counted. */
const pathsMax = 6;

/** Says in words why an answer lacks something or everything. */
export function Shortfalls({ shortfalls, hasData }: { shortfalls: readonly Shortfall[]; hasData: boolean }) {
  const { language } = useLanguage();
  if (shortfalls.length === 0) return null;
  return (
    <div className="hub-note hub-warning" role="status">
      <strong>{labels[hasData ? "partMissing" : "allMissing"][language]}</strong>
      <ul>
        {shortfalls.map((shortfall, index) => (
          <li key={index}>
            {inWords(shortfall, language)} {shortfall.agencies.length > 0 && `(${shortfall.agencies.join(", ")}) `}
            {shortfall.code !== null && <code>{shortfall.code}</code>}
            {shortfall.incidentId !== null && ` ${labels.incident[language]} ${shortfall.incidentId}`}
            <Paths paths={shortfall.paths} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Paths({ paths }: { paths: readonly string[] }) {
  if (paths.length === 0) return null;
  const shown = paths.slice(0, pathsMax).join(", ");
  return <div className="hub-paths">{paths.length > pathsMax ? `${shown}, +${paths.length - pathsMax}` : shown}</div>;
}

/** The list's sentence, and after it the hub's own where that says more, for example which limit was met. */
function inWords({ code, message }: Shortfall, language: Language): string {
  if (!isErrorCode(code)) return message;
  const listed = errorCodes[code];
  return message === "" || message === listed.en ? listed[language] : `${listed[language]} ${message}`;
}
