// What the built-in roles may do with tickets.
import type { Grants } from '#kernel/contract/index.ts'

/** The one permission that shows internal notes. */
export const READ_NOTES = 'tickets.read_notes'
export const WRITE_NOTES = 'tickets.write_notes'
/** Taking tickets away in files, and with the names of their people. */
export const EXPORT_TICKETS = 'tickets.export'
export const EXPORT_PEOPLE = 'tickets.export_personal'

/** The administrator may do everything. */
export const ticketGrants: Record<string, Grants> = {
  manager: {
    'tickets.read': 'all',
    'tickets.create': 'all',
    'tickets.update': 'all',
    'tickets.delete': 'all',
    'tickets.keep_tags': 'all',
    'tickets.assign': 'all',
    'tickets.comment': 'all',
    [READ_NOTES]: 'all',
    [WRITE_NOTES]: 'all',
    [EXPORT_TICKETS]: 'all',
    [EXPORT_PEOPLE]: 'all',
  },
  agent: {
    'tickets.read': 'all',
    'tickets.create': 'all',
    'tickets.update': 'all',
    'tickets.assign': 'all',
    'tickets.comment': 'all',
    [READ_NOTES]: 'all',
    [WRITE_NOTES]: 'all',
  },
  analyst: { 'tickets.read': 'all', [READ_NOTES]: 'all', [EXPORT_TICKETS]: 'all' },
  client: { 'tickets.read': 'own', 'tickets.create': 'own', 'tickets.comment': 'own' },
}
