// Hears every event that somebody may be told of: one subscription an event, whatever the number of its kinds.
import type { Event } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { type Happening, type Notifier, on, type ServerModule, type Subscription } from '#kernel/server/module.ts'
import type { NoticeContext } from '../tables.ts'
import { asTexts } from '../templates/wording.ts'
import { addressees, entitled } from './people.ts'
import { tellAll } from './spread.ts'

export function noticeSubscriptions(modules: readonly ServerModule[]): Subscription[] {
  const notifiers = modules.flatMap((module) => module.tells ?? [])
  const names = notifiers.map(({ kind }) => kind.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`the kind of notice ${twice} is told twice`)
  const events = [...new Set(notifiers.flatMap(({ kind }) => kind.events))]
  return events.map((event) => {
    const some = notifiers.filter(({ kind }) => kind.events.includes(event))
    return on(event, `notices.${event.name}`, hear(event, some))
  })
}

/** The relay moves its place in the same transaction: everybody is told once, whatever dies when. */
const hear =
  (event: Event, notifiers: readonly Notifier[]) =>
  async (context: Context, payload: unknown, happening: Happening) => {
    const told = new Set<string>()
    for (const { kind, plan } of notifiers) {
      for (const { to, values, texts, link } of await plan(context, payload as never, happening)) {
        const named = await addressees(context as NoticeContext, kind, to)
        const people = entitled(context as NoticeContext, kind, named, { event, payload }).filter(
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
