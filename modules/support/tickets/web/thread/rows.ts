// What stands in the thread, row by row: each message or group of events with the headings that stand above it.
import type { StoryItem } from './story.ts'

export type ThreadRow = {
  key: string
  /** The day that begins here. */
  day: string | null
  /** The messages that the reader has not seen begin here. */
  isFirstUnread: boolean
  item: Exclude<StoryItem, { kind: 'day' }>
}

/** Headings belong to what stands below them, so that a row keeps its key when older ones come before it. */
export function rowsOf(story: readonly StoryItem[], firstUnread: string | null): ThreadRow[] {
  const rows: ThreadRow[] = []
  let day: string | null = null
  for (const item of story) {
    if (item.kind === 'day') {
      day = item.at
      continue
    }
    rows.push({ key: item.key, day, isFirstUnread: item.key === firstUnread, item })
    day = null
  }
  return rows
}

const LINE_PX = 22
const LETTERS_A_LINE = 95

/** About how high a row will be, in pixels: the nearer, the calmer the scroll bar. */
export function estimatedHeight({ day, item }: ThreadRow): number {
  const heading = day === null ? 0 : 32
  if (item.kind === 'events') return heading + 36
  const { text, attachments } = item.message
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_A_LINE)), 0)
  return heading + 80 + lines * LINE_PX + (attachments.length > 0 ? 60 : 0)
}
