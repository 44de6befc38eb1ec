// One click out of mails (RFC 8058): the address carries who and what, signed, and needs no sign-in.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import { Problem } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { implement } from '#kernel/server/module.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { noticeUnsubscribe } from '../../contract.ts'
import { type NoticeContext, type PlainTables, tables } from '../tables.ts'
import { kindNamed } from '../telling/order.ts'
import { escapeHtml } from './letter.ts'

type Meant = { tenant: string; user: string; kinds: readonly string[] }

const signed = ({ config }: Pick<Platform, 'config'>, text: string): string =>
  createHmac('sha256', config.secretKey).update(`notice unsubscribe\n${text}`).digest('base64url')

export function unsubscribeUrl(platform: Pick<Platform, 'config'>, { tenant, user, kinds }: Meant): string {
  const text = [tenant, user, kinds.join('+')].join('~')
  return `${platform.config.publicUrl}/api/notifications/unsubscribe/${text}~${signed(platform, text)}`
}

/** What a token means; throws 404 for one that is not ours. */
function meantBy(platform: Platform, token: string): Meant {
  const [tenant = '', user = '', kinds = '', given = '', ...rest] = token.split('~')
  const right = signed(platform, [tenant, user, kinds].join('~'))
  const isOurs =
    rest.length === 0 && given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right))
  if (!isOurs) throw new Problem('notification.unsubscribe_unknown', 404)
  return { tenant, user, kinds: kinds.split('+') }
}

export default implement(
  noticeUnsubscribe,
  { tables, extra: {} as PlainTables },
  {
    /** Only asks: programs that look at links must not unsubscribe anybody. */
    async ask({ platform }, { token }): Promise<RawAnswer> {
      const meant = meantBy(platform, token)
      const { t, language, names } = await wordsFor(platform, meant)
      return answer(
        language,
        `<p>${escapeHtml(t(language, 'notify_mail.ask', { kinds: names }))}</p>
<form method="post"><button type="submit">${escapeHtml(t(language, 'notify_mail.stop'))}</button></form>`,
      )
    },
    async stop({ platform }, { token }): Promise<RawAnswer> {
      const meant = meantBy(platform, token)
      await platform.within(systemOf(meant.tenant), {}, async ({ db }: NoticeContext) => {
        for (const kind of meant.kinds)
          if (kindNamed(platform, kind)?.mandatory === false)
            await db
              .insertInto('notification_choices')
              .values({ kind, channel: 'email', user_id: meant.user, is_on: false })
              .onConflict((met) =>
                met.columns(['tenant_id', 'kind', 'channel', 'user_id']).doUpdateSet({ is_on: false }),
              )
              .execute()
      })
      const { t, language, names } = await wordsFor(platform, meant)
      return answer(language, `<p>${escapeHtml(t(language, 'notify_mail.stopped', { kinds: names }))}</p>`)
    },
  },
)

async function wordsFor(platform: Platform, { tenant, user, kinds }: Meant) {
  const { t } = platform.texts
  const { items } = await platform.within(systemOf(tenant), {}, ({ call }) => call(users.addressees, { ids: [user] }))
  const language = items[0]?.language ?? platform.config.email.language
  return { t, language, names: kinds.map((kind) => `«${t(language, `notify.${kind}.name`)}»`).join(', ') }
}

function answer(language: string, content: string): RawAnswer {
  const direction = language === 'ar' ? 'rtl' : 'ltr'
  const html = `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>WorkerNet</title><body>${content}</body></html>`
  const bytes = Buffer.from(html)
  return {
    open: async () => Readable.from([bytes]),
    type: 'text/html; charset=utf-8',
    name: 'unsubscribe.html',
    size: bytes.length,
    inline: true,
    policy: `default-src 'none'; form-action 'self'; frame-ancestors 'none'`,
  }
}
