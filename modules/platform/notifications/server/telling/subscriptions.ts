// Hears every event that somebody may be told of: one subscription an event, whatever the number of its kinds.
import type { Event, NoticeKind } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { declared } from '#kernel/server/declared.ts'
import {
  type Notifier,
  onMany,
  type ServerModule,
  type Subscription,
  type Telling,
  type Told,
} from '#kernel/server/module.ts'
import type { NoticeContext } from '../tables.ts'
import { asTexts } from '../templates/wording.ts'
import { type Addressee, addressees, entitled } from './people.ts'
import { tellAll } from './spread.ts'

export function noticeSubscriptions(modules: readonly ServerModule[]): Subscription[] {
  const notifiers = declared(modules, 'tells')
  const names = notifiers.map(({ kind }) => kind.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`the kind of notice ${twice} is told twice`)
  const events = [...new Set(notifiers.flatMap(({ kind }) => kind.events))]
  return events.map((event) => {
    const some = notifiers.filter(({ kind }) => kind.events.includes(event))
    return onMany(event, `notices.${event.name}`, hear(event, some))
  })
}

/** The relay moves its place in the same transaction: everybody is told once, whatever dies when. */
const hear =
  (event: Event, notifiers: readonly Notifier[]) =>
  async (context: Context, all: readonly Told[]): Promise<void> => {
    const holders = new Map<NoticeKind, Promise<Addressee[]>>()
    // Who holds a permission and wants to be told is the same for all events of a transaction.
    const named = (kind: NoticeKind, to: Telling['to']) => {
      if (!('permission' in to)) return addressees(context as NoticeContext, kind, to)
      const known = holders.get(kind) ?? addressees(context as NoticeContext, kind, to)
      holders.set(kind, known)
      return known
    }
    for (const one of all) await tellOf(context, event, notifiers, one, named)
  }

async function tellOf(
  context: Context,
  event: Event,
  notifiers: readonly Notifier[],
  { payload, ...happening }: Told,
  named: (kind: NoticeKind, to: Telling['to']) => Promise<Addressee[]>,
): Promise<void> {
  const told = new Set<string>()
  for (const { kind, plan } of notifiers) {
    for (const { to, values, texts, link } of await plan(context, payload as never, happening)) {
      const people = entitled(context as NoticeContext, kind, await named(kind, to), { event, payload }).filter(
        ({ id }) => id !== happening.actor_id && !told.has(id),
      )
      if (people.length === 0) continue
      for (const { id } of people) told.add(id)
      const ordered = {
        cause: `event:${happening.position}`,
        kind: kind.name,
        actor: happening.actor_id,
        about: event.about.name,
        record: event.record(payload).id,
        link,
        values: { ...values, ...asTexts(texts) },
      }
      await tellAll(context as NoticeContext, ordered, people)
    }
  }
}
