/** What makes a spreadsheet calculate instead of show, also after leading blanks and in full-width form. */
const FORMULA_START = /^\s*[=+\-@＝＋－＠\t\r]/;

/** Text with an apostrophe before what a spreadsheet would run as a formula. */
export const harmlessText = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);
