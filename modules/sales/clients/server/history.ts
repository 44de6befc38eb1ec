import type { Out, Parsed } from '#kernel/contract/index.ts'
import { historyOf } from '#kernel/server/events/history.ts'
import { Client, type clients } from '../contract.ts'
import type { ClientContext } from './tables.ts'

export function history(
  context: ClientContext,
  { client_id, ...page }: Parsed<typeof clients.history>,
): Promise<Out<typeof clients.history>> {
  return historyOf(context, Client, { id: client_id, ...page }, { permission: 'clients.read' })
}
