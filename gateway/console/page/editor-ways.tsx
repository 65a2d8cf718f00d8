import { useGraphiQL } from "@graphiql/react";
import { useEffect } from "react";

/**
 * Lets whoever moves by keyboard leave the editors with Tab, where the editors themselves would indent, and lets the
 * page scroll on under the wheel where an editor is at its end.
 */
export function EditorWays() {
  const query = useGraphiQL(({ queryEditor }) => queryEditor);
  const variables = useGraphiQL(({ variableEditor }) => variableEditor);
  const headers = useGraphiQL(({ headerEditor }) => headerEditor);
  const response = useGraphiQL(({ responseEditor }) => responseEditor);
  useEffect(() => {
    const editors = [query, variables, headers, response].filter((editor) => editor !== undefined);
    for (const editor of editors) editor.updateOptions({ tabFocusMode: true });
    // The editors keep the wheel to themselves for good, so they must not hear of it at their ends.
    const passOn = (event: WheelEvent) => {
      const editor = editors.find((each) => each.getDomNode()?.contains(event.target as Node));
      if (!editor) return;
      const above = editor.getScrollTop();
      const below = editor.getScrollHeight() - editor.getLayoutInfo().height - above;
      if ((event.deltaY < 0 ? above : below) <= 0) event.stopPropagation();
    };
    window.addEventListener("wheel", passOn, { capture: true, passive: true });
    return () => window.removeEventListener("wheel", passOn, { capture: true });
  }, [query, variables, headers, response]);
  return null;
}
