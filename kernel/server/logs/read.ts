// Reading a log backwards: the newest lines that fit, a page of them, out of so many bytes at most.
import { open } from 'node:fs/promises'
import type { Config } from '../config.ts'
import { recentLines } from './recent.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type LogLine = {
  time: string
  level: string
  message: string
  request_id: string | null
  tenant_id: string | null
  /** All else that the line says, as JSON. */
  details: Record<string, unknown>
}
export type LogAsked = {
  /** This level and those above it. */
  level?: LogLevel | undefined
  from?: string | undefined
  to?: string | undefined
  request_id?: string | undefined
  q?: string | undefined
  /** Only what one tenant's people did. */
  tenant?: string | undefined
  limit: number
  cursor?: string | undefined
}

const CHUNK = 256 * 1024
const MOST_BYTES = 32 * 1024 * 1024
const RANK: Record<string, number> = { trace: 0, debug: 1, info: 2, warn: 3, error: 4, fatal: 5 }

/** Newest first; `next` is null at the end of what is kept hot, and where the search was given up. */
export async function readLog(
  { file, hot }: Config['log'],
  asked: LogAsked,
): Promise<{ items: LogLine[]; next: string | null; given_up: boolean }> {
  const place = placeIn(asked.cursor)
  const to = place ? place.time : asked.to
  const items: LogLine[] = []
  let skip = place?.seen ?? 0
  let bytes = 0
  const source = file ? linesBackwards(file, hot) : recentLines()
  for await (const text of source) {
    bytes += text.length
    if (bytes > MOST_BYTES) return { items, next: cursorAfter(items, place), given_up: true }
    // Cheaper than reading the whole line, which is for nothing as a rule.
    if (asked.request_id && !text.includes(asked.request_id)) continue
    if (asked.tenant && !text.includes(asked.tenant)) continue
    if (asked.q && !text.toLowerCase().includes(asked.q.toLowerCase())) continue
    const line = read(text)
    if (!line || (to && (place ? line.time > to : line.time >= to))) continue
    if (asked.from && line.time < asked.from) break
    if (!fits(line, asked)) continue
    if (place && line.time === place.time && skip > 0) {
      skip--
      continue
    }
    if (items.length === asked.limit) return { items, next: cursorAfter(items, place), given_up: false }
    items.push(line)
  }
  return { items, next: null, given_up: false }
}

const fits = (line: LogLine, { level, request_id, tenant }: LogAsked) =>
  (!level || (RANK[line.level] ?? 0) >= RANK[level]!) &&
  (!request_id || line.request_id === request_id) &&
  (!tenant || line.tenant_id === tenant)

function read(text: string): LogLine | null {
  try {
    const { time, level, msg, request_id = null, tenant_id = null, ...details } = JSON.parse(text)
    return typeof time === 'string' ? { time, level, message: String(msg ?? ''), request_id, tenant_id, details } : null
  } catch {
    return null
  }
}

type Place = { time: string; seen: number }

/** Lines of one millisecond are told apart by their order. */
function cursorAfter(items: readonly LogLine[], before: Place | null): string | null {
  const time = items.at(-1)?.time ?? before?.time
  if (time === undefined) return null
  const here = items.filter((line) => line.time === time).length
  return `${time}~${here + (before?.time === time ? before.seen : 0)}`
}

function placeIn(cursor: string | undefined): Place | null {
  const [, time, seen] = /^([\d:.TZ-]+)~(\d{1,6})$/.exec(cursor ?? '') ?? []
  return time ? { time, seen: Number(seen) } : null
}

/** The lines of the hot files from the newest to the oldest. */
async function* linesBackwards(file: string, hot: number): AsyncGenerator<string> {
  for (const name of [file, ...Array.from({ length: hot - 1 }, (_none, index) => `${file}.${index + 1}`)]) {
    const handle = await open(name).catch(() => null)
    if (!handle) continue
    try {
      let end = (await handle.stat()).size
      let rest = Buffer.alloc(0)
      while (end > 0) {
        const size = Math.min(CHUNK, end)
        const { buffer } = await handle.read(Buffer.alloc(size), 0, size, end - size)
        end -= size
        const whole = Buffer.concat([buffer, rest])
        const first = end === 0 ? 0 : whole.indexOf(10) + 1
        rest = first === 0 && end > 0 ? whole : whole.subarray(0, first)
        if (first === 0 && end > 0) continue
        yield* whole.subarray(first).toString('utf8').split('\n').toReversed().filter(Boolean)
      }
    } finally {
      await handle.close()
    }
  }
}
