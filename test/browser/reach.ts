import type { Page } from "playwright-core";

/** What has the keyboard's attention: its spoken name, and whether a reader sees that it has. */
interface Focused {
  readonly name: string;
  readonly isMarked: boolean;
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const labelled = element instanceof HTMLSelectElement || element instanceof HTMLInputElement;
    const label = labelled ? element.labels?.[0]?.firstChild?.textContent : null;
    const name = element.getAttribute("aria-label") ?? label ?? element.textContent ?? "";
    const marked = element.closest(".graphiql-editor, .result-window") ?? element;
    const { outlineStyle, outlineWidth } = getComputedStyle(marked);
    return { name: name.trim(), isMarked: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1 };
  });

/** More stops than any view has. */
const STOPS_MAX = 250;

/**
 * Presses a key until what bears a name, or begins with it, has the keyboard's attention.
 * @throws Error when nothing on the way bears it, or when it does not show that it has the attention
 */
export async function reach(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    await page.keyboard.press(key);
    const reached = await focused(page);
    if (!reached.name.startsWith(name)) continue;
    if (!reached.isMarked) throw new Error(`Nothing marks "${name}" while it has the keyboard's attention.`);
    return;
  }
  throw new Error(`No key leads to "${name}".`);
}

/** What reaches beyond the right edge and cannot be scrolled to, and a page that scrolls sideways as a whole. */
export const lostSideways = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const isScrolled = (element: Element | null): boolean => {
      if (element === null || element === document.body) return false;
      return ["auto", "scroll"].includes(getComputedStyle(element).overflowX) || isScrolled(element.parentElement);
    };
    const isLost = (element: Element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > innerWidth + 1 || left < -1) && !isScrolled(element.parentElement);
    };
    const named = (element: Element) => `${element.localName} ${(element.textContent ?? "").slice(0, 40)}`;
    const ours = [
      ...document.querySelectorAll(".hub-header *, .hub-questions *, .hub-result *, .graphiql-container button"),
    ];
    const lost = ours.filter((element) => !element.closest(".monaco-editor") && isLost(element)).map(named);
    const { scrollWidth } = document.documentElement;
    return scrollWidth > innerWidth ? [`a page of ${scrollWidth}`, ...lost] : lost;
  });
