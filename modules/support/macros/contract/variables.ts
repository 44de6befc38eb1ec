// What may stand in a macro's words for something of the ticket or of whoever writes.
const PLACE = /\{\{\s*(\w+)\s*\}\}/g

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

/** In one pass, so that braces in somebody's name are only text. */
export const fill = (text: string, values: Values): string =>
  text.replaceAll(PLACE, (place, name: string) => (Object.hasOwn(values, name) ? values[name as keyof Values] : place))

/** The places of a text that nothing fills. */
export const unknownPlaces = (text: string): string[] =>
  [...text.matchAll(PLACE)].map(([, name]) => name!).filter((name) => !VARIABLES.some((known) => known === name))
