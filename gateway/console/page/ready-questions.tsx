import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import type { ReadyQuestion } from "../ready-questions.ts";
import { labels } from "./labels.ts";
import { useLanguage } from "./language.tsx";

/** The side panel that lists the ready questions by what people call them. */
export const readyQuestionsPlugin = (questions: readonly ReadyQuestion[]): GraphiQLPlugin => ({
  title: `${labels.readyQuestions.vi} · ${labels.readyQuestions.en}`,
  icon: ListIcon,
  content: () => <ReadyQuestions questions={questions} />,
});

function ReadyQuestions({ questions }: { questions: readonly ReadyQuestion[] }) {
  const { language } = useLanguage();
  const other = language === "vi" ? "en" : "vi";
  const active = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.title);
  const open = useOpenQuestion();
  return (
    <section className="hub-questions" aria-label={labels.readyQuestions[language]}>
      <h2>{labels.readyQuestions[language]}</h2>
      <p>{labels.readyQuestionsHint[language]}</p>
      <ol>
        {questions.map((question) => (
          <li key={question.name}>
            <button type="button" aria-current={question.name === active} onClick={() => open(question)}>
              <span lang={language}>{question.title[language]}</span>
              <small lang={other}>{question.title[other]}</small>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Goes to the question's tab with whatever was changed there, or opens a new one when it was closed. */
function useOpenQuestion() {
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL(({ tabs, queryEditor, variableEditor }) => ({
    tabs,
    queryEditor,
    variableEditor,
  }));
  return (question: ReadyQuestion) => {
    const index = tabs.findIndex(({ title }) => title === question.name);
    if (index !== -1) return changeTab(index);
    addTab();
    queryEditor?.setValue(question.text);
    variableEditor?.setValue(question.variables);
  };
}

const ListIcon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" aria-hidden="true">
    <path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01" />
  </svg>
);
