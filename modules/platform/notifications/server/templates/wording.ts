// The words of a kind: the organisation's own where it wrote some, else those that come with the product.
import { NOTICE_CHANNELS, type NoticeChannel, type NoticeKind } from '#kernel/contract/index.ts'
import type { Texts } from '#kernel/server/texts.ts'
import type { NoticeContext } from '../tables.ts'
import { cut, fill, type Filling } from '../telling/fill.ts'

export type Wording = { subject: string; title: string; body: string }

/** Known to every kind: who did it, and the organisation's name. */
const EVERYWHERE = ['actor', 'organisation'] as const
export const variablesOf = ({ variables }: Pick<NoticeKind, 'variables'>): string[] => [
  ...new Set([...variables, ...EVERYWHERE]),
]

/** The product's words of a kind, with their places open. */
export function standardWording({ t }: Pick<Texts, 't'>, kind: NoticeKind, language: string): Wording {
  const open = Object.fromEntries(variablesOf(kind).map((name) => [name, `{{${name}}}`]))
  const title = t(language, `notify.${kind.name}.title`, open)
  return { subject: title, title, body: t(language, `notify.${kind.name}.body`, open) }
}

export type Words = (channel: NoticeChannel, language: string) => Wording

/** The words of some kinds in this organisation. */
export async function wordsOf(
  { db, platform }: NoticeContext,
  kinds: readonly NoticeKind[],
): Promise<(kind: string) => Words> {
  const names = kinds.map(({ name }) => name)
  const rows =
    names.length === 0
      ? []
      : await db
          .selectFrom('notification_templates')
          .select(['kind', 'channel', 'language', 'subject', 'title', 'body'])
          .where('kind', 'in', names)
          .execute()
  const own = new Map(rows.map(({ kind, channel, language, ...words }) => [`${kind} ${channel} ${language}`, words]))
  return (name) => {
    const kind = kinds.find((one) => one.name === name)!
    return (channel, language) =>
      own.get(`${name} ${channel} ${language}`) ?? standardWording(platform.texts, kind, language)
  }
}

const TEXT_MARK = '$'
/** Words of ours among the values: they wait as keys until it is known who reads them. */
export const asTexts = (texts: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, key]) => [`${TEXT_MARK}${name}`, key]))

/** The values as somebody reads them in a language. */
export const spoken = ({ t }: Pick<Texts, 't'>, filling: Filling, language: string): Filling =>
  Object.fromEntries(
    Object.entries(filling).map(([name, value]) =>
      name.startsWith(TEXT_MARK) ? [name.slice(TEXT_MARK.length), t(language, String(value))] : [name, value],
    ),
  )

const MOST = { subject: 200, title: 300, body: 1_000 }

/** A title is one line. */
export const filled = ({ subject, title, body }: Wording, filling: Filling): Wording => ({
  subject: oneLine(fill(subject, filling), MOST.subject),
  title: oneLine(fill(title, filling), MOST.title),
  body: cut(fill(body, filling).trim(), MOST.body),
})

const oneLine = (text: string, most: number): string => cut(text.replaceAll(/\s+/g, ' ').trim(), most)

export const isChannel = (name: string): name is NoticeChannel => NOTICE_CHANNELS.some((one) => one === name)
