import { createRoot } from "react-dom/client";
import type { ReadyQuestion } from "../ready-questions.ts";
import type { SignInKind } from "./caller.ts";
import { Console } from "./console.tsx";

// The files of the bundle bear the labels by which the editor asks for its workers.
window.MonacoEnvironment = {
  getWorker: (_moduleId, label) => new Worker(new URL(`./${label}.js`, import.meta.url), { type: "module" }),
};

const questions = JSON.parse(document.querySelector("#questions")?.textContent ?? "[]") as readonly ReadyQuestion[];
const place = document.querySelector<HTMLElement>("#console");
const signIn = (place?.dataset["signIn"] ?? "none") as SignInKind;
const isSynthetic = place?.dataset["synthetic"] !== undefined;
if (place) createRoot(place).render(<Console questions={questions} signIn={signIn} isSynthetic={isSynthetic} />);
