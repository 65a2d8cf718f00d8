import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { labels, type Language } from "./labels.ts";

const storageKey = "hub:language";

const LanguageContext = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: "vi",
  choose: () => undefined,
});

/** Lets everything below speak the language chosen last in this browser; Vietnamese at first. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(() => (localStorage.getItem(storageKey) === "en" ? "en" : "vi"));
  useEffect(() => {
    localStorage.setItem(storageKey, language);
    document.documentElement.lang = language;
    document.title = labels.title[language];
  }, [language]);
  return <LanguageContext value={{ language, choose }}>{children}</LanguageContext>;
}

/** The language that the console speaks now, and a way to change it. */
export const useLanguage = () => useContext(LanguageContext);

/** Two buttons, of which the pressed one names the language in use. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  return (
    <div className="hub-languages" role="group" aria-label={labels.language[language]}>
      {(["vi", "en"] as const).map((each) => (
        <button key={each} type="button" lang={each} aria-pressed={each === language} onClick={() => choose(each)}>
          {each === "vi" ? "Tiếng Việt" : "English"}
        </button>
      ))}
    </div>
  );
}
