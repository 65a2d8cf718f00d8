import { describe, expect, it } from "vitest";
import { consolePage } from "./html.ts";

describe("the console's page", () => {
  it("carries the questions unharmed, also when one holds what would end its block", () => {
    const text = "query A { a(text: \"</script><script>alert(1)</script>\") }";
    const questions = [{ name: "A", title: { vi: "Một câu hỏi", en: "A question" }, text, variables: "", purposes: [] }];
    const page = consolePage("/console/abc", { questions, signIn: "token", isSynthetic: false });
    const block = page.match(/<script type="application\/json" id="questions">(.*?)<\/script>/s)?.[1] ?? "";
    expect(JSON.parse(block)).toEqual(questions);
    expect(page).not.toContain("<script>");
    expect(page).toContain('data-sign-in="token"');
    expect(page).not.toContain("data-synthetic");
    expect(consolePage("/console/abc", { questions, signIn: "none", isSynthetic: true })).toContain("data-synthetic");
  });
});
