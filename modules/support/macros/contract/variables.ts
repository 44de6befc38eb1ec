// What may stand in a macro's words for something of the ticket or of whoever writes.
export const VARIABLES = [
  'requester_name',
  'requester_first_name',
  'ticket_number',
  'ticket_title',
  'agent_name',
  'agent_first_name',
  'organisation_name',
] as const
export type Values = Readonly<Record<(typeof VARIABLES)[number], string>>
