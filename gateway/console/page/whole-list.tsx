import { useRef, useState } from "react";
import { useEditedRequest } from "./asked.ts";
import { headersOf } from "./caller.ts";
import { download } from "./download.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { exportList, ExportStopped, type ExportProgress } from "./long-export.ts";
import { useSignIn } from "./sign-in.tsx";

/** Operations that the hub can answer page after page. */
const PAGES = /\$after\b[\s\S]*\bendCursor\b/;

/** How an export ended, in no language yet. */
interface Outcome {
  readonly label: "exportDone" | "exportCancelled" | "exportStopped";
  readonly reason: string;
}

/** A button that saves every page of the list in the editor, with a bar that shows how far it is and a way to stop. */
export function WholeList({ name }: { name: string }) {
  const { language } = useLanguage();
  const { kind, caller } = useSignIn();
  const request = useEditedRequest();
  const [progress, setProgress] = useState<ExportProgress>();
  const [outcome, setOutcome] = useState<Outcome>();
  const cancel = useRef<AbortController>(null);
  if (!request || !PAGES.test(request.query)) return null;

  // The whole list begins at its beginning, whichever page is shown.
  const start = async () => {
    cancel.current = new AbortController();
    const { signal } = cancel.current;
    setOutcome(undefined);
    setProgress({ rows: 0, total: null });
    try {
      const headers = () => (kind === "none" ? Promise.resolve({}) : headersOf(caller));
      const file = await exportList(
        { ...request, variables: { ...request.variables, after: null } },
        {
          headers,
          signal,
          onProgress: setProgress,
        },
      );
      download(file, `${name}.csv`);
      setOutcome({ label: "exportDone", reason: "" });
    } catch (error) {
      const reason = error instanceof ExportStopped ? ` (${error.message})` : "";
      setOutcome({ label: signal.aborted ? "exportCancelled" : "exportStopped", reason });
    }
    setProgress(undefined);
  };
  return (
    <div className="hub-save hub-export">
      {progress ? (
        <>
          <progress
            aria-label={labels.exporting[language]}
            value={progress.rows}
            max={progress.total ?? undefined}
          />
          <span>
            {[progress.rows, progress.total].filter(Number.isInteger).join(" / ")} {labels.rows[language]}
          </span>
          <button type="button" onClick={() => cancel.current?.abort()}>
            {labels.cancel[language]}
          </button>
        </>
      ) : (
        <button type="button" onClick={start}>
          {labels.downloadWhole[language]}
        </button>
      )}
      <span role="status">{outcome && labels[outcome.label][language] + outcome.reason}</span>
    </div>
  );
}
