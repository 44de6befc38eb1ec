// One timeline for every kind of record: what happened to it, newest first, with the notes and calls that people write down.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  entity,
  event,
  id,
  instant,
  line,
  MAX_LIMIT,
  prose,
  query,
  reference,
  rowOf,
  SIGNED_IN,
  slot,
  structure,
  whole,
  type Entity,
  type Event,
  type Row,
} from '#kernel/contract/index.ts'

/** What people write down; other modules bring entries of their own by the internal action `add`. */
export const WRITTEN = ['note', 'call'] as const
export const ENTRY_KINDS = [...WRITTEN, 'mail', 'task', 'file'] as const
/** What a timeline may be narrowed to: kinds of entries, and the changes of the record. */
export const SHOWN = [...ENTRY_KINDS, 'change'] as const

/** Of a call: who rang whom, what came of it, how long it took. */
export const CallFacts = z.strictObject({
  direction: z.enum(['in', 'out']).default('out'),
  outcome: z.enum(['reached', 'no_answer', 'busy']).default('reached'),
  minutes: z
    .int()
    .min(0)
    .max(24 * 60)
    .nullable()
    .default(null),
})

export const TimelineEntry = entity('timeline_entry', {
  table: 'timeline_entries',
  written: { text: prose(20_000) },
  kept: {
    /** The kind of record, by its entity's name, and which. */
    entity: line(50, { filterable: false }),
    record: id(),
    kind: choice(ENTRY_KINDS, { filterable: false }),
    author: reference('user', { filterable: false }).nullable(),
    facts: structure(z.record(z.string(), z.unknown())),
    edits: whole(),
  },
})
export type TimelineEntryRow = Row<typeof TimelineEntry>

/** One thing that happened; `changes` maps a field to what it was and what it is, `entry` is what somebody wrote. */
export const Happening = z.object({
  id: z.string(),
  at: instant(),
  name: z.string(),
  actor: id().nullable(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  entry: rowOf(TimelineEntry).nullable(),
})
export type Happening = z.output<typeof Happening>

const kindName = () => line(50, { filterable: false })
const of = z.strictObject({ entity: kindName(), record: id() })
const byId = z.strictObject({ id: id() })

export const timeline = actions('timeline', '/timeline', {
  /** Newest first. 404 for a record that the caller may not see, 422 for a kind without a timeline. */
  list: query('GET /', {
    in: of.extend({
      kinds: z.array(z.enum(SHOWN)).min(1).optional(),
      limit: z.int().min(1).max(MAX_LIMIT).default(50),
      cursor: z.string().max(50).optional(),
    }),
    out: z.object({ items: z.array(Happening), next: z.string().nullable() }),
    can: 'timeline.read',
  }),
  write: command('POST /', {
    in: of.extend({
      kind: z.enum(WRITTEN),
      text: prose(20_000),
      call: CallFacts.optional(),
    }),
    out: TimelineEntry,
    can: 'timeline.write',
    status: 201,
  }),
  /** One's own words only. */
  change: command('PATCH /:id', {
    in: byId.extend({ text: prose(20_000).min(1) }),
    out: TimelineEntry,
    can: 'timeline.write',
  }),
  remove: command('DELETE /:id', {
    in: byId,
    out: z.null(),
    can: 'timeline.write',
    about: TimelineEntry,
    status: 204,
  }),
  /** An entry of another module's: a mail, a task. */
  add: command('POST /add', {
    in: of.extend({
      kind: z.enum(ENTRY_KINDS),
      text: prose(20_000),
      facts: z.record(z.string().max(50), z.unknown()).default({}),
    }),
    out: TimelineEntry,
    can: SIGNED_IN,
    internal: true,
  }),
  /** From now on the timeline of a record tells of another one too, which was merged into it; `apart` ends that. */
  join: command('POST /join', {
    in: of.extend({ other: id(), apart: z.boolean().default(false) }),
    out: z.null(),
    can: SIGNED_IN,
    internal: true,
  }),
  /** The records whose timelines are told together with one's. */
  joined: query('GET /joined', {
    in: z.strictObject({ record: id() }),
    out: z.object({ items: z.array(id()) }),
    can: SIGNED_IN,
    internal: true,
  }),
})

export const timelineBeside = actions('timeline_beside', '/timeline/beside', {
  /**
   * Records of another kind whose mail is told in the timeline of a record too, as far as the caller may see them: for the
   * module that brings mail. Null where there is nothing of the kind.
   */
  mail: query('GET /mail', {
    in: of,
    out: z.object({ entity: kindName(), records: z.array(id()) }).nullable(),
    can: SIGNED_IN,
    internal: true,
  }),
})

const NOTED = '.noted'
export const notedName = (entityName: string): string => `${entityName}${NOTED}`

/**
 * Gives a kind of record a timeline: stands among the events of its module. It is told to whoever may see the record, when
 * something is written into its timeline.
 */
export const timelined = (about: Entity, can: string): Event<Noted> =>
  event(notedName(about.name), {
    payload: z.object({
      subject: z.record(z.string(), z.unknown()),
      entry: rowOf(TimelineEntry),
      done: z.enum(['written', 'changed', 'removed']),
    }),
    about,
    can,
    record: ({ subject }) => subject as { id: string },
  }) as unknown as Event<Noted>

export type Noted = {
  subject: Record<string, unknown> & { id: string }
  entry: TimelineEntryRow
  done: 'written' | 'changed' | 'removed'
}

/** Writes mail from a record, in the composer of its timeline; `answers` is the letter that is answered. */
export const timelineWriter = slot<{ entity: Entity; id: string; answers: string | null; onDone: () => void }>(
  'timeline.writer',
)
/** A line of kind `mail`; `id` is the record whose page it is. `onAnswer` is null where nothing can be written. */
export const timelineMail = slot<{
  entity: Entity
  id: string
  entry: TimelineEntryRow
  onAnswer: ((letter: string) => void) | null
}>('timeline.mail')

/** Shows nothing: says when mail of other records, which is told here as well, has come. */
export const timelineBesides = slot<{ entity: Entity; id: string; onNews: () => void }>('timeline.besides')

/** The timeline of a record, with its composer. */
export const timelinePane = slot<{ entity: Entity; id: string }>('timeline.pane')
