import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useState } from "react";
import type { ReadyQuestion } from "../ready-questions.ts";
import { fetcher } from "./fetcher.ts";
import { labels } from "./labels.ts";
import { LanguageProvider, LanguageSwitch, useLanguage } from "./language.tsx";
import { readyQuestionsPlugin } from "./ready-questions.tsx";
import { ResultView } from "./result-view.tsx";
import { storageWithoutHeaders } from "./storage.ts";
import { SystemTheme } from "./system-theme.tsx";

/** The analysts' page: GraphiQL with the ready questions in tabs, below a line that says what this is. */
export function Console({ questions }: { questions: readonly ReadyQuestion[] }) {
  // Made once, because GraphiQL compares plugins by identity.
  const [readyQuestions] = useState(() => readyQuestionsPlugin(questions));
  const [plugins] = useState(() => [readyQuestions, HISTORY_PLUGIN]);
  return (
    <LanguageProvider>
      <Header />
      <main>
        <GraphiQL
          fetcher={fetcher}
          storage={storageWithoutHeaders}
          shouldPersistHeaders={false}
          defaultTabs={questions.map(({ text, variables }) => ({ query: text, variables }))}
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
        </GraphiQL>
      </main>
    </LanguageProvider>
  );
}

/** GraphiQL shows the first tab's variables only when told so, and takes them for an edit when it has tabs in store. */
function initialVariables([first]: readonly ReadyQuestion[]) {
  const isFirstVisit = storageWithoutHeaders.getItem("graphiql:tabState") === null;
  return first && isFirstVisit ? { initialVariables: first.variables } : {};
}

function Header() {
  const { language } = useLanguage();
  const other = language === "vi" ? "en" : "vi";
  return (
    <header className="hub-header">
      <h1>
        {labels.title[language]} <small lang={other}>{labels.title[other]}</small>
      </h1>
      <p className="hub-synthetic">
        <span lang="vi">{labels.synthetic.vi}</span> / <span lang="en">{labels.synthetic.en}</span>
      </p>
      <LanguageSwitch />
    </header>
  );
}
