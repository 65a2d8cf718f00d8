import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import type { OfferedPersona } from "../../identity/trial-personas.ts";
import { offeredPersonas, purposesOf, type ConsoleCaller, type SignInKind } from "./caller.ts";
import { labels, purposeLabels } from "./labels.ts";
import { useLanguage } from "./language.tsx";

interface SignInState {
  readonly kind: SignInKind;
  readonly personas: readonly OfferedPersona[];
  readonly caller: ConsoleCaller;
  /** Purposes that the caller may state; null where the hub asks nobody's name, so that all are open. */
  readonly purposes: readonly string[] | null;
  readonly change: (caller: ConsoleCaller) => void;
}

const nobody: ConsoleCaller = { persona: null, token: "", purpose: "" };

const SignInContext = createContext<SignInState>({
  kind: "none",
  personas: [],
  caller: nobody,
  purposes: null,
  change: () => {},
});

/** Keeps as whom everything below asks. In a trial nothing is shown before the first persona can ask. */
export function SignInProvider({ kind, children }: { kind: SignInKind; children: ReactNode }) {
  const [personas, setPersonas] = useState<readonly OfferedPersona[] | null>(kind === "persona" ? null : []);
  const [caller, change] = useState(nobody);
  useEffect(() => {
    const load = async () => {
      const offered = await offeredPersonas();
      change(asPersona(offered[0]));
      setPersonas(offered);
    };
    if (kind === "persona") void load();
  }, [kind]);
  if (!personas) return null;
  const purposes = kind === "none" ? null : purposesFor(caller, personas);
  return <SignInContext value={{ kind, personas, caller, purposes, change }}>{children}</SignInContext>;
}

/** As whom the console asks, and how callers of this hub make themselves known. */
export const useSignIn = () => useContext(SignInContext);

/** Chooses a persona or takes a token, and says what for; nothing where the hub asks nobody's name. */
export function SignIn() {
  const { language } = useLanguage();
  const { personas, caller, purposes, change } = useSignIn();
  if (purposes === null) return null;
  const chosen = personas.find(({ name }) => name === caller.persona);
  const choose = (name: string) => change(asPersona(personas.find((persona) => persona.name === name)));
  return (
    <div className="hub-sign-in" role="group" aria-label={labels.signIn[language]}>
      {personas.length > 0 && (
        <label>
          {labels.askAs[language]}
          <select value={caller.persona ?? ""} onChange={(event) => choose(event.target.value)}>
            {personas.map(({ name, title }) => (
              <option key={name} value={name}>
                {title[language]}
              </option>
            ))}
            <option value="">{labels.ownToken[language]}</option>
          </select>
        </label>
      )}
      {!chosen && <TokenInput />}
      <PurposeChoice purposes={purposes} />
    </div>
  );
}

function TokenInput() {
  const { language } = useLanguage();
  const { caller, change } = useSignIn();
  const take = (token: string) => change({ persona: null, token, purpose: purposesOf(token)[0] ?? "" });
  return (
    <label>
      {labels.token[language]}
      <input
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={caller.token}
        placeholder={labels.tokenHint[language]}
        onChange={(event) => take(event.target.value.trim())}
      />
    </label>
  );
}

function PurposeChoice({ purposes }: { purposes: readonly string[] }) {
  const { language } = useLanguage();
  const { caller, change } = useSignIn();
  return (
    <label>
      {labels.purpose[language]}
      <select value={caller.purpose} onChange={(event) => change({ ...caller, purpose: event.target.value })}>
        {purposes.map((purpose) => (
          <option key={purpose} value={purpose}>
            {purposeLabels[purpose]?.[language] ?? purpose}
          </option>
        ))}
        <option value="">{labels.noPurpose[language]}</option>
      </select>
    </label>
  );
}

function purposesFor({ persona, token }: ConsoleCaller, personas: readonly OfferedPersona[]): readonly string[] {
  return personas.find(({ name }) => name === persona)?.purposes ?? purposesOf(token);
}

const asPersona = (persona: OfferedPersona | undefined): ConsoleCaller =>
  persona ? { persona: persona.name, token: "", purpose: persona.purposes[0] ?? "" } : nobody;
