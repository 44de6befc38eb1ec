// Who speaks for the desk, and how a message came.
import { scopeOf, type Actor } from '#kernel/server/access/actor.ts'
import type { RequestMeta } from '#kernel/server/context.ts'
import { CHANNELS } from '../contract.ts'

/** Those who see tickets of others are staff; who sees only their own is a customer. */
export const isStaff = (actor: Actor): boolean => {
  const scope = scopeOf(actor, 'tickets.read')
  return scope === 'team' || scope === 'all'
}

export const channelOf = ({ channel }: RequestMeta): (typeof CHANNELS)[number] =>
  CHANNELS.find((known) => known === channel) ?? 'api'
