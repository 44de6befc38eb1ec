// What is signed with the secret of this installation.
import { createHmac } from 'node:crypto'
import type { Platform } from '#kernel/server/context.ts'
import { threadIds, type ThreadIds } from './routing/threading.ts'

type Keys = { ids: ThreadIds; loopToken: (tenantId: string) => string }

const known = new WeakMap<Platform['config'], Keys>()

/**
 * Message-IDs that prove a conversation, and the value of X-WorkerNet-Loop: each tenant has its own, so that two
 * organisations of one installation may write to each other. Both follow from SECRET_KEY.
 */
export function mailKeys({ config }: Pick<Platform, 'config'>): Keys {
  const there = known.get(config)
  if (there) return there
  const derived = (use: string) => createHmac('sha256', config.secretKey).update(use).digest('hex')
  const loop = derived('mail loop')
  const keys: Keys = {
    ids: threadIds([derived('mail thread')]),
    loopToken: (tenantId) => createHmac('sha256', loop).update(tenantId).digest('hex').slice(0, 24),
  }
  known.set(config, keys)
  return keys
}
