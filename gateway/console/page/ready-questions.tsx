import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from "@graphiql/react";
import type { ReadyQuestion } from "../ready-questions.ts";
import { labels, purposeLabels } from "./labels.ts";
import { useLanguage } from "./language.tsx";
import { questionGroups, type QuestionGroup } from "./question-groups.ts";
import { useSignIn } from "./sign-in.tsx";

/** The side panel that lists the ready questions by what people call them. */
export const readyQuestionsPlugin = (questions: readonly ReadyQuestion[]): GraphiQLPlugin => ({
  title: `${labels.readyQuestions.vi} · ${labels.readyQuestions.en}`,
  icon: ListIcon,
  content: () => <ReadyQuestions questions={questions} />,
});

function ReadyQuestions({ questions }: { questions: readonly ReadyQuestion[] }) {
  const { language } = useLanguage();
  const { purposes } = useSignIn();
  const { open, closed } = questionGroups(questions, purposes);
  return (
    <section className="hub-questions" aria-label={labels.readyQuestions[language]}>
      <h2>{labels.readyQuestions[language]}</h2>
      <p>{labels.readyQuestionsHint[language]}</p>
      {open.map((group) => (
        <OpenGroup key={group.purpose} group={group} />
      ))}
      {closed.length > 0 && <ClosedQuestions questions={closed} />}
    </section>
  );
}

function OpenGroup({ group: { purpose, questions } }: { group: QuestionGroup }) {
  const { language } = useLanguage();
  const other = language === "vi" ? "en" : "vi";
  const active = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.title);
  const open = useOpenQuestion();
  // Its editor takes a moment to load, and a tab made before would stay empty.
  const isReady = useGraphiQL(({ queryEditor }) => queryEditor !== undefined);
  return (
    <>
      {purpose !== null && <h3>{purposeLabels[purpose]?.[language] ?? purpose}</h3>}
      <ol>
        {questions.map((question) => (
          <li key={question.name}>
            <button
              type="button"
              disabled={!isReady}
              aria-current={question.name === active}
              onClick={() => open(question, purpose)}
            >
              <span lang={language}>{question.title[language]}</span>
              <small lang={other}>{question.title[other]}</small>
              <small className="hub-variables">{shownVariables(question)}</small>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** What the caller may not ask, and of which purpose they would need one. */
function ClosedQuestions({ questions }: { questions: readonly ReadyQuestion[] }) {
  const { language } = useLanguage();
  return (
    <details className="hub-closed">
      <summary>
        {labels.closedQuestions[language]} ({questions.length})
      </summary>
      <ul>
        {questions.map(({ name, title, purposes }) => (
          <li key={name}>
            <span>{title[language]}</span>
            <small>
              {labels.needsPurpose[language]}{" "}
              {purposes.map((purpose) => purposeLabels[purpose]?.[language] ?? purpose).join(", ")}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Example variables on one line, `committee: "PTC-79", first: 20`. */
function shownVariables({ variables }: ReadyQuestion): string {
  if (variables === "") return "";
  const given = Object.entries(JSON.parse(variables) as Record<string, unknown>);
  return given.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
}

/**
 * Goes to the question's tab with whatever was changed there, or opens a new one; a question that does not serve the
 * purpose stated at the moment is asked for the purpose under which it stands.
 */
function useOpenQuestion() {
  const { addTab, changeTab } = useGraphiQLActions();
  const { caller, change } = useSignIn();
  const { tabs, queryEditor, variableEditor } = useGraphiQL(({ tabs, queryEditor, variableEditor }) => ({
    tabs,
    queryEditor,
    variableEditor,
  }));
  return (question: ReadyQuestion, purpose: string | null) => {
    if (purpose !== null && !question.purposes.includes(caller.purpose)) change({ ...caller, purpose });
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
