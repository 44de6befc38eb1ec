// Whoever leaves takes their mailbox along.
import { on } from '#kernel/server/module.ts'
import { userChanged } from '#modules/platform/identity/contract.ts'
import { mail } from '#modules/platform/mail/contract.ts'
import type { LetterContext } from '../tables.ts'

export const stopForWhoLeft = on(userChanged, 'correspondence.who_left', async ({ call }: LetterContext, { user }) => {
  if (!user.is_active) await call(mail.stopOwnMailbox, { owner: user.id })
})
