import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useMemo, useState } from "react";
import type { ReadyQuestion } from "../ready-questions.ts";
import { headersOf, type SignInKind } from "./caller.ts";
import { EditorWays } from "./editor-ways.tsx";
import { fetcherWith } from "./fetcher.ts";
import { labels } from "./labels.ts";
import { LanguageProvider, LanguageSwitch, useLanguage } from "./language.tsx";
import { readyQuestionsPlugin } from "./ready-questions.tsx";
import { ResultView } from "./result-view.tsx";
import { schemaMapPlugin } from "./schema-map.tsx";
import { SignIn, SignInProvider, useSignIn } from "./sign-in.tsx";
import { storageWithoutHeaders } from "./storage.ts";
import { SystemTheme } from "./system-theme.tsx";

/** What the page is told by the hub that serves it. */
export interface ConsoleProps {
  readonly questions: readonly ReadyQuestion[];
  readonly signIn: SignInKind;
  /** Whether the data are made up, which the header then says. */
  readonly isSynthetic: boolean;
}

/** The analysts' page: GraphiQL with the first ready question in its tab, below a line that says who asks. */
export function Console({ questions, signIn, isSynthetic }: ConsoleProps) {
  return (
    <LanguageProvider>
      <SignInProvider kind={signIn}>
        <Header isSynthetic={isSynthetic} />
        <Explorer questions={questions} />
      </SignInProvider>
    </LanguageProvider>
  );
}

function Explorer({ questions }: { questions: readonly ReadyQuestion[] }) {
  const fetcher = useFetcher();
  // Made once, because GraphiQL compares plugins by identity.
  const [readyQuestions] = useState(() => readyQuestionsPlugin(questions));
  const [plugins] = useState(() => [readyQuestions, schemaMapPlugin, HISTORY_PLUGIN]);
  return (
    <main>
      <GraphiQL
        fetcher={fetcher}
        storage={storageWithoutHeaders}
        shouldPersistHeaders={false}
        defaultTabs={questions.slice(0, 1).map(({ text, variables }) => ({ query: text, variables }))}
        {...initialVariables(questions)}
        defaultEditorToolsVisibility="variables"
        plugins={plugins}
        visiblePlugin={readyQuestions}
      >
        <GraphiQL.Logo>{null}</GraphiQL.Logo>
        <GraphiQL.Footer>
          <ResultView />
        </GraphiQL.Footer>
        <SystemTheme />
        <EditorWays />
      </GraphiQL>
    </main>
  );
}

/** A fetcher for caller and language of the moment; with another one GraphiQL reads the schema anew. */
function useFetcher() {
  const { language } = useLanguage();
  const { kind, caller } = useSignIn();
  return useMemo(
    () => fetcherWith(async () => (kind === "none" ? {} : headersOf(caller)), language),
    [kind, caller, language],
  );
}

/** GraphiQL shows the first tab's variables only when told so, and takes them for an edit when it has tabs in store. */
function initialVariables([first]: readonly ReadyQuestion[]) {
  const isFirstVisit = storageWithoutHeaders.getItem("graphiql:tabState") === null;
  return first && isFirstVisit ? { initialVariables: first.variables } : {};
}

function Header({ isSynthetic }: { isSynthetic: boolean }) {
  const { language } = useLanguage();
  const other = language === "vi" ? "en" : "vi";
  return (
    <header className="hub-header">
      <h1>
        {labels.title[language]} <small lang={other}>{labels.title[other]}</small>
      </h1>
      {isSynthetic && (
        <p className="hub-synthetic">
          <span lang="vi">{labels.synthetic.vi}</span> / <span lang="en">{labels.synthetic.en}</span>
        </p>
      )}
      <SignIn />
      <LanguageSwitch />
    </header>
  );
}
