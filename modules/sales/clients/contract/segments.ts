// Segments: clients by conditions, under a name. Who belongs to one is asked anew each time.
import * as z from 'zod'
import {
  type Action,
  actions,
  command,
  type Conditions,
  conditionsSchema,
  crud,
  entity,
  type Entity,
  event,
  id,
  line,
  type ListInput,
  listInput,
  type Page,
  pageOf,
  prose,
  query,
  reference,
  type Row,
  rowOf,
  structure,
} from '#kernel/contract/index.ts'

export const MOST_SEGMENTS = 200
/** How many segments are counted in one answer. */
export const MOST_COUNTED_AT_ONCE = 20
/** How many clients a preview names. */
export const PREVIEWED = 5

const conditions = () => structure(conditionsSchema()) as unknown as z.ZodType<Conditions, Conditions>

export const Segment = entity('client_segment', {
  table: 'client_segments',
  written: {
    name: line(100, { sortable: true }),
    note: prose(500).default(''),
    /** Over fields of clients, `custom.<key>` and `fact.<name>`: GET /api/fields/askable?entity=client says which. */
    conditions: conditions(),
  },
  kept: { owner: reference('user', { filterable: false }) },
  access: { own: { owner: 'me' }, team: { owner: 'me' } },
})
export type SegmentRow = Row<typeof Segment>

/** How many there are: exact up to 100,000; null where the caller may not ask what its conditions ask, or it took too long. */
const Figure = z.object({ id: id(), count: z.int().nullable(), capped: z.boolean() })
const byId = z.strictObject({ id: id() })

/** Made by the contract of clients, which knows the entity. */
export const segmentsOf = <C extends Entity>(Client: C) => {
  type Asked = { id: string } & ListInput<Row<C>>
  type Members = Action<Asked, Asked & { sort: string; limit: number }, Page<Row<C>>>
  return actions('client_segments', '/clients/segments', {
    ...crud(Segment, 'client_segments', 64 * 1024),
    /** The clients of a segment that the caller sees; filters, order and pages as of the list of clients. */
    clients: query('GET /:id/clients', {
      in: (listInput(Client) as z.ZodObject).extend({ id: id() }),
      out: pageOf(Client),
      can: 'clients.read',
      about: Client,
    }) as unknown as Members,
    counts: query('GET /counts', {
      in: z.strictObject({ ids: z.array(id()).min(1).max(MOST_COUNTED_AT_ONCE) }),
      out: z.object({ items: z.array(Figure) }),
      can: 'client_segments.read',
      audited: 'none',
    }),
    /** How many clients conditions hold for, and the first of them. */
    preview: query('POST /preview', {
      in: z.strictObject({ conditions: conditions() }),
      out: z.object({
        count: z.int(),
        capped: z.boolean(),
        items: z.array(z.object({ id: id(), name: z.string() })),
      }),
      can: 'client_segments.read',
      audited: 'none',
    }),
    /** The segments that a client belongs to, as far as the caller may ask. */
    ofClient: query('GET /of/:client', {
      in: z.strictObject({ client: id() }),
      out: z.object({ items: z.array(z.object({ id: id(), name: z.string() })) }),
      can: 'client_segments.read',
      audited: 'none',
    }),
    /** Takes back a deletion. */
    restore: command('POST /:id/restore', { in: byId, out: Segment, can: 'client_segments.delete' }),
  })
}

const about = { about: Segment, can: 'client_segments.read' } as const
const carried = z.object({ client_segment: rowOf(Segment) })
const record = ({ client_segment }: z.output<typeof carried>) => client_segment
export const segmentCreated = event('client_segment.created', { ...about, payload: carried, record })
export const segmentChanged = event('client_segment.changed', { ...about, payload: carried, record })
export const segmentRemoved = event('client_segment.removed', { ...about, payload: carried, record })
