import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect } from "react";

/**
 * Lets the editors follow when the system turns dark or light while the page is open. GraphiQL's own style sheet does,
 * its editors would keep dark text on what is now a dark ground.
 */
export function SystemTheme() {
  const theme = useGraphiQL(({ theme }) => theme);
  const { setTheme } = useGraphiQLActions();
  useEffect(() => {
    const darkness = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setTheme(theme);
    darkness.addEventListener("change", follow);
    return () => darkness.removeEventListener("change", follow);
  }, [theme, setTheme]);
  return null;
}
