// One ticket of a large desk as its rows: what it is about, how far it has come by its age, and who wrote what below it.
import type { Row } from '#kernel/contract/index.ts'
import { beginningOf, type Comment, type Status, type Ticket } from '#modules/support/tickets/contract.ts'
import type { DemoDeskKey } from '../content/demo-desk.ts'
import { replies } from './replies.ts'
import { seeded, type Seeded } from '../content/volume/seeded.ts'
import { type VolumeLanguage, volumeTicket } from '../content/volume/volume-ticket.ts'
import { momentId } from '../seeding/ids.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A resolved ticket that nobody answers is closed after a week, as the product does by itself. */
const QUIET = 7 * DAY

/** Who is on a desk: customers by language, people who work with their team, and the ids of its categories. */
export type VolumeDesk = {
  content: DemoDeskKey
  customers: Record<VolumeLanguage, readonly string[]>
  agents: readonly { id: string; team: string | null }[]
  category: (key: string) => string
  tags: readonly string[]
}

/** The number is given when the row is written; the rest of what is missing is as the database begins it. */
export type VolumeTicketRow = Omit<
  Row<typeof Ticket>,
  'number' | 'type' | 'erp_modules' | 'department' | 'escalation_level' | 'snoozed' | 'snoozed_until'
>
export type VolumeCommentRow = Omit<Row<typeof Comment>, 'quoted' | 'mail' | 'mentions' | 'automatic'>
export type VolumeRows = { ticket: VolumeTicketRow; comments: VolumeCommentRow[] }

type Said = { after: number; by: 'staff' | 'requester'; kind: keyof (typeof replies)['ru'] }

/** The `n`-th ticket of a desk, opened at `opened` and seen at `now` (both ms); the same for the same arguments. */
export function volumeRows(desk: VolumeDesk, n: number, opened: number, now: number): VolumeRows {
  const random = seeded(n, 11)
  const told = volumeTicket(n, desk.content)
  const stage = stageAt(now - opened, random)
  const agent = stage === 'new' && random.chance(0.85) ? null : random.pick(desk.agents)
  const requester = skewed(desk.customers[told.language], random)
  const channel = weighed({ web: 45, email: 40, chat: 10, api: 5 }, random)
  const id = momentId(opened, n, desk.content, `${n}`, requester)
  const worked = workTime(now - opened, random)
  const said = stage === 'new' ? [] : conversation(stage, random)
  const instant = (share: number) => new Date(opened + Math.floor(worked * share)).toISOString()

  const comments = said.map(({ after, by, kind }, order): VolumeCommentRow => {
    const at = instant(after)
    return {
      id: momentId(at, order, id, `${order}`),
      created_at: at,
      updated_at: at,
      version: 1,
      ticket: id,
      author: by === 'staff' ? agent!.id : requester,
      text: random.pick(replies[told.language][kind]),
      internal: kind === 'noted',
      channel: by === 'staff' ? 'web' : channel,
    }
  })
  const seen = comments.filter(({ internal }) => !internal)
  const last = seen.at(-1)
  const resolved = stage === 'done' ? opened + Math.floor(worked) : null
  const closed = resolved !== null && now - resolved >= QUIET ? resolved + QUIET : null
  const status: Status = stage !== 'done' ? stage : closed === null ? 'resolved' : 'closed'
  const updated = closed ?? resolved ?? Date.parse(comments.at(-1)?.created_at ?? instant(agent ? 0.1 : 0))
  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    comments,
    ticket: {
      id,
      custom: {},
      created_at: iso(opened),
      updated_at: iso(updated),
      version: 1 + (agent ? 1 : 0) + seen.length + (closed === null ? 0 : 1),
      title: told.title,
      description: told.description,
      priority: weighed({ critical: 2, high: 14, medium: 62, low: 22 }, random),
      status,
      requester,
      organisation: null,
      assignee: agent?.id ?? null,
      team: agent?.team ?? null,
      category: desk.category(told.category),
      tags: tagsOf(desk.tags, random),
      channel,
      resolved_at: resolved === null ? null : iso(resolved),
      closed_at: closed === null ? null : iso(closed),
      last_reply_at: last?.created_at ?? iso(opened),
      last_reply_by: last && last.author !== requester ? 'staff' : 'requester',
      preview: beginningOf(last?.text ?? told.description),
      comment_count: seen.length,
    },
  }
}

type Stage = 'new' | 'in_progress' | 'waiting' | 'done'

/** How far tickets of an age have come, in shares of a thousand; the rest of them is done. */
const STAGES: readonly [youngerThan: number, shares: Partial<Record<Stage, number>>][] = [
  [4 * 60 * MINUTE, { new: 600, in_progress: 300, waiting: 60 }],
  [DAY, { new: 250, in_progress: 350, waiting: 150 }],
  [7 * DAY, { new: 25, in_progress: 160, waiting: 140 }],
  [14 * DAY, { in_progress: 50, waiting: 60 }],
  [60 * DAY, { in_progress: 14, waiting: 14 }],
  [Infinity, { in_progress: 1, waiting: 1 }],
]

function stageAt(age: number, random: Seeded): Stage {
  const [, shares] = STAGES.find(([youngerThan]) => age < youngerThan)!
  let left = random.whole(1, 1_000)
  for (const [stage, share] of Object.entries(shares) as [Stage, number][]) if ((left -= share) <= 0) return stage
  return 'done'
}

/** How long work on a ticket took so far: mostly hours, sometimes days, never longer than the ticket is old. */
function workTime(age: number, random: Seeded): number {
  const share = random.whole(1, 1_000) / 1_000
  return Math.min(age * 0.95, 10 * MINUTE + share ** 4 * 9 * DAY)
}

/** Who says what, at which shares of the working time. A customer never has the last word of a ticket that is done. */
function conversation(stage: Exclude<Stage, 'new'>, random: Seeded): Said[] {
  const taken: Said = { after: 0.15, by: 'staff', kind: 'taken' }
  const asked: Said = { after: 0.4, by: 'staff', kind: 'asked' }
  const answered: Said = { after: 0.7, by: 'requester', kind: 'answered' }
  const solved: Said = { after: 1, by: 'staff', kind: 'solved' }
  const noted: Said[] = random.chance(0.05) ? [{ after: 0.2, by: 'staff', kind: 'noted' }] : []
  if (stage === 'waiting') return [...noted, asked]
  const kind = random.whole(1, 100)
  if (stage === 'in_progress') return kind <= 30 ? noted : kind <= 75 ? [taken, ...noted] : [...noted, asked, answered]
  return kind <= 10
    ? noted
    : kind <= 72
      ? [...noted, solved]
      : kind <= 85
        ? [taken, ...noted, solved]
        : [...noted, asked, answered, solved]
}

/** Some people write often: a quarter of them writes half of all tickets. */
function skewed<T>(list: readonly T[], random: Seeded): T {
  const share = random.whole(0, 999_999) / 1_000_000
  return list[Math.floor(share ** 2 * list.length)]!
}

function weighed<K extends string>(weights: Record<K, number>, random: Seeded): K {
  const entries = Object.entries(weights) as [K, number][]
  let left = random.whole(
    1,
    entries.reduce((sum, [, weight]) => sum + weight, 0),
  )
  return entries.find(([, weight]) => (left -= weight) <= 0)![0]
}

function tagsOf(tags: readonly string[], random: Seeded): string[] {
  const count = random.pick([0, 0, 0, 1, 1, 2])
  return [...new Set(Array.from({ length: count }, () => random.pick(tags)))]
}
