import { malformed } from '../../contract/index.ts'

/** A place in an ordered list: the sort value and the id of the last row given. */
export type Cursor = { sort: string; value: string | number | null; id: string }

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.sort, cursor.value, cursor.id])).toString('base64url')

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Throws 400 for a cursor that is not ours or belongs to another order. */
export function decodeCursor(text: string, sort: string): Cursor {
  try {
    const [of, value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown, unknown]
    const known =
      of === sort &&
      typeof id === 'string' &&
      UUID.test(id) &&
      (value === null || typeof value === 'string' || typeof value === 'number')
    if (known) return { sort, value: value as Cursor['value'], id }
  } catch {
    // Not base64url of JSON: refused below like any other foreign cursor.
  }
  throw malformed('cursor')
}
