import type { SignInKind } from "./page/caller.ts";
import type { ReadyQuestion } from "./ready-questions.ts";

const title = "Trung tâm truy vấn liên cơ quan";

const frame = (head: string, body: string) => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
${body}
</body>
</html>
`;

/** What the page is told by the hub that serves it. */
export interface PageFacts {
  /** In the order in which they are listed; the first stands in a tab to begin with. */
  readonly questions: readonly ReadyQuestion[];
  /** How callers of this hub make themselves known. */
  readonly signIn: SignInKind;
  /** Whether the page says that the data are made up. */
  readonly isSynthetic: boolean;
}

/** The console. The questions travel in a data block, which no browser runs, so no inline script is needed. */
export function consolePage(assets: string, { questions, signIn, isSynthetic }: PageFacts): string {
  // "</script>" within a question must not end the block; the escape means the same in JSON.
  const data = JSON.stringify(questions).replaceAll("<", "\\u003c");
  return frame(
    `<link rel="stylesheet" href="${assets}/main.css">
<link rel="stylesheet" href="${assets}/console.css">
<script type="module" src="${assets}/main.js"></script>`,
    `<div id="console" data-sign-in="${signIn}"${isSynthetic ? " data-synthetic" : ""}></div>
<noscript>Trang này cần JavaScript. This page needs JavaScript.</noscript>
<script type="application/json" id="questions">${data}</script>`,
  );
}

/** What a visitor sees in the seconds of the very first start; it looks again by itself. */
export const waitingPage = frame(
  `<meta http-equiv="refresh" content="1">`,
  notice("Đang chuẩn bị trang truy vấn, xin chờ vài giây…", "The console is being prepared; this takes a few seconds."),
);

/** What a visitor sees when the page could not be built; queries are not affected. */
export const failedPage = frame(
  "",
  notice(
    "Không dựng được trang truy vấn; lý do có trong nhật ký của hệ thống. Địa chỉ /graphql vẫn hoạt động.",
    "The console could not be built; the hub's log says why. Queries to /graphql still work.",
  ),
);

function notice(vi: string, en: string): string {
  return `<div style="font: 18px/1.6 system-ui, sans-serif; max-width: 40em; margin: 20vh auto; padding: 0 1em">
<h1 style="font-size: 24px">${title}</h1>
<p>${vi}</p>
<p lang="en" style="opacity: .7">${en}</p>
</div>`;
}
