// Quotes before a formula count too, so that taking one off is always the way back.
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const QUOTED = /[",\r\n]|^\s|\s$/;

const isGuarded = (text: string): boolean => FORMULA.test(text) && !NUMBER.test(text);

/** The text that `csvCell` guarded with an apostrophe, without it; any other text as it is. */
export const withoutGuard = (text: string): string =>
  text.startsWith("'") && isGuarded(text.slice(1)) ? text.slice(1) : text;

/**
 * One cell of a CSV for spreadsheets: quoted where it must be, and a text that a spreadsheet would run as a formula
 * gets an apostrophe before it. Numbers stay numbers.
 */
export function csvCell(text: string): string {
  const safe = isGuarded(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
