// What the table of tickets may show, in the order it is offered.
export const COLUMNS = [
  'title',
  'number',
  'requester',
  'status',
  'priority',
  'assignee',
  'team',
  'department',
  'category',
  'type',
  'erp_modules',
  'escalation_level',
  'tags',
  'channel',
  'last_reply_at',
  'last_reply_by',
  'created_at',
  'updated_at',
  'resolved_at',
  'closed_at',
  'comment_count',
  'snoozed_until',
] as const
export type OwnColumn = `custom.${string}`
/** A field of tickets, or one that the organisation added. */
export type ColumnName = (typeof COLUMNS)[number] | OwnColumn

const OWN = /^custom\.[a-z][a-z0-9_]{0,39}$/
export const isOwnColumn = (name: string): name is OwnColumn => OWN.test(name)
export const isColumn = (name: string): name is ColumnName =>
  isOwnColumn(name) || (COLUMNS as readonly string[]).includes(name)

export const USUAL_COLUMNS: readonly ColumnName[] = [
  'title',
  'requester',
  'status',
  'priority',
  'assignee',
  'category',
  'last_reply_at',
]
