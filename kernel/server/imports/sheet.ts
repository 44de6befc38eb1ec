// Lines of a CSV file as spreadsheets read them.

// A cell that begins so is taken for a formula; an apostrophe makes it a text (OWASP, "CSV Injection").
const FORMULA = /^[=+\-@\t\r＝＋－＠]/
// Numbers, telephone numbers among them, calculate nothing.
const HARMLESS = /^[+-]?[\d\s().,-]+$/

/** A cell that no spreadsheet runs. */
export const harmless = (cell: string): string => (FORMULA.test(cell) && !HARMLESS.test(cell) ? `'${cell}` : cell)

/** What a cell said before it was made harmless. */
export const unharmed = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell

const NEEDS_QUOTES = /[",;\t\r\n]/

/** One line (RFC 4180), its cells harmless. */
export const csvLine = (cells: readonly string[], delimiter = ','): string =>
  `${cells.map((cell) => quoted(harmless(cell))).join(delimiter)}\r\n`

const quoted = (cell: string) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
