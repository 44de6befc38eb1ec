// Whom to tell what of letters. The platform leaves out whoever did it and whoever may not see the record.
import { tells, type Telling } from '#kernel/server/module.ts'
import type { Lettered } from '../contract.ts'
import * as kinds from '../contract/notices.ts'
import type { LetterContext } from './tables.ts'

const telling = ({ who, title, subject }: Lettered, to: Telling['to'], folder: string): Telling => ({
  to,
  values: { who, subject: title || '—' },
  link: `/${folder}/${subject.id}`,
})

/** Clients and deals are told apart by the name of the event. */
const folderOf = (name: string | undefined) => (name?.startsWith('deal') ? 'deals' : 'clients')

export const letterTells = [
  tells(kinds.received, async (context, told: Lettered, { name }) => {
    if (told.done !== 'received' || told.automatic) return []
    const writer = await lastWriter(context as LetterContext, told.letter)
    const { owner } = told.subject as { owner?: string | null }
    const people = [...new Set([owner, writer].filter((one) => typeof one === 'string'))]
    // A record that is nobody's: whoever hands clients out is to know.
    return [telling(told, people.length > 0 ? people : { permission: 'clients.assign' }, folderOf(name))]
  }),
  tells(kinds.returned, async (_context, told: Lettered, { name }) =>
    told.done === 'returned' && told.author ? [telling(told, [told.author], folderOf(name))] : [],
  ),
]

/** Who of us wrote last in the conversation of a letter. */
async function lastWriter({ db }: LetterContext, letter: string): Promise<string | null> {
  const found = await db
    .selectFrom('letters as l')
    .innerJoin('letters as w', 'w.thread', 'l.thread')
    .select('w.author')
    .where('l.id', '=', letter)
    .where('w.author', 'is not', null)
    .orderBy('w.created_at', 'desc')
    .executeTakeFirst()
  return found?.author ?? null
}
