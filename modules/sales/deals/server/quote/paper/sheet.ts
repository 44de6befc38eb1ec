// What is put on paper: texts alone.

export type Sheet = {
  /** A language code, for programs that read the document aloud. */
  language: string
  /** Written from right to left. */
  rtl: boolean
  organisation: string
  heading: string
  facts: readonly (readonly [name: string, value: string])[]
  /** Six: number, name, quantity, price, discount, sum; seven with the rate of tax before the sum. */
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  /** The last one is what is to be paid. */
  totals: readonly (readonly [name: string, value: string])[]
  /** What the last one holds, quieter below it. */
  within: readonly (readonly [name: string, value: string])[]
  terms: string
  /** Below every page; `{page}` and `{pages}` are put in. */
  page: string
}
