import { useState } from "react";
import { useEditedRequest } from "./asked.ts";
import { asCurl, asTypeScript } from "./calls-elsewhere.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { useSignIn } from "./sign-in.tsx";

/** The operation in the editor as a command and as code, to copy. */
export function UseElsewhere() {
  const { language } = useLanguage();
  const { caller } = useSignIn();
  const request = useEditedRequest();
  if (!request) return <p className="hub-note">{labels.badVariables[language]}</p>;
  const destination = { url: new URL("/graphql", location.href).href, purpose: caller.purpose };
  return (
    <div className="hub-code">
      <p className="hub-note">{labels.tokenHintElsewhere[language]}</p>
      <Code name="cURL" text={asCurl(request, destination)} />
      <Code name="TypeScript" text={asTypeScript(request, destination)} />
    </div>
  );
}

function Code({ name, text }: { name: string; text: string }) {
  const { language } = useLanguage();
  const [copied, setCopied] = useState<string>();
  return (
    <>
      <div className="hub-save">
        <button type="button" onClick={async () => (await copy(text)) && setCopied(text)}>
          {`${labels.copyAs[language]} ${name}`}
        </button>
        <span role="status">{copied === text && labels.copied[language]}</span>
      </div>
      <pre tabIndex={0} role="region" aria-label={name}>
        {text}
      </pre>
    </>
  );
}

/** Browsers give no clipboard to pages that come by plain HTTP from another machine; then the text can be marked. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
