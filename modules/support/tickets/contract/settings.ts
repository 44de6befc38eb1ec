// What an organisation may set up of tickets.
import { settingsOf, whole } from '#kernel/contract/index.ts'

export const TicketSettings = settingsOf('ticket_settings', {
  /** Days without a word after which a resolved ticket closes by itself. */
  close_after_days: whole({}, [1, 365]).default(7),
})
