// Lines of a CSV file as spreadsheets read them.

// A cell that begins so is taken for a formula; an apostrophe makes it a text (OWASP, "CSV Injection").
const FORMULA = /^[=+\-@\t\r＝＋－＠]/
// Numbers, telephone numbers among them, calculate nothing.
const HARMLESS = /^[+-]?[\d\s().,-]+$/

/** A cell that no spreadsheet runs. */
export const harmless = (cell: string): string => (FORMULA.test(cell) && !HARMLESS.test(cell) ? `'${cell}` : cell)

/** One line (RFC 4180), its cells harmless. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",;\r\n]/.test(harmless(cell)) ? `"${harmless(cell).replaceAll('"', '""')}"` : harmless(cell))).join(',')}\r\n`
