// Mails about one's own account: they leave whatever else the person gets, in their language.
import type { In } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { mail } from '#modules/platform/mail/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import type { IdentityTables } from './tables.ts'

export type Letter = 'password_changed' | 'new_device' | 'reset' | 'invitation'
type Recipient = { name: string; email: string; language: string }

/** Writes a mail into the outbox; it leaves after the commit. The context is the platform's own (`inTenant`). */
export async function writeLetter(
  { call, platform }: Context<IdentityTables>,
  { name, email, language }: Recipient,
  letter: Letter,
  params: Record<string, string> = {},
): Promise<void> {
  const { texts, config } = platform
  const organisation = (await call(tenants.current, {})).name
  const words = { name, organisation, email, url: config.publicUrl, ...params }
  await call(mail.send, {
    to: [{ name, address: email }],
    subject: texts.t(language, `letter.${letter}.subject`, words),
    text: texts.t(language, `letter.${letter}.text`, words),
    language: language as In<typeof mail.send>['language'],
    automatic: true,
    essential: true,
    // A link in it opens the account: only administrators may read it in the outbox.
    confidential: true,
  })
}
