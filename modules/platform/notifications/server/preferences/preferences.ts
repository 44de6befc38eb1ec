// How somebody wants to be told, and what an organisation has its people start with.
import { conflict, invalid, notFound, type Out, type Refusal, SIGNED_IN } from '#kernel/contract/index.ts'
import { type Actor, may } from '#kernel/server/access/actor.ts'
import { implement } from '#kernel/server/module.ts'
import { noticeDefaults, noticePreferences, Notification } from '../../contract.ts'
import { vapidOf } from '../push/vapid.ts'
import { type NoticeContext, type PlainTables, type SettingsRow, standardSettings, tables } from '../tables.ts'
import type { Wishes } from '../telling/decide.ts'
import { kindNamed, kindsOf } from '../telling/order.ts'

type Preferences = Out<typeof noticePreferences.get>
type Choice = { kind: string; channel: string; on: boolean | null }
type Setting = Omit<SettingsRow, 'last_mail_at'>
const SETTINGS = ['digest', 'digest_at', 'zone', 'quiet_from', 'quiet_to'] as const

export const preferences = implement(
  noticePreferences,
  { tables, extra: {} as PlainTables },
  {
    get: preferencesOf,

    async update(context: NoticeContext, { choices, ...settings }) {
      const { db, actor } = context
      refuseUnknown(context, choices, actor)
      await choose(context, actor.user_id, choices)
      if (Object.keys(settings).length > 0) {
        const wanted = { ...(await settingsOf(context)), ...settings }
        if ((wanted.quiet_from === null) !== (wanted.quiet_to === null)) throw conflict('notification.half_quiet')
        await db
          .insertInto('notification_settings')
          .values({ user_id: actor.user_id, ...wanted })
          .onConflict((met) => met.columns(['tenant_id', 'user_id']).doUpdateSet(wanted))
          .execute()
      }
      return preferencesOf(context)
    },

    /** A muted record is shown as it was last told of. */
    mutes: async ({ db, actor }: NoticeContext) => ({
      items: await db
        .selectFrom('notification_mutes as m')
        .leftJoin('notifications as n', (join) =>
          join.onRef('n.record', '=', 'm.record').onRef('n.recipient', '=', 'm.user_id').on('n.deleted_at', 'is', null),
        )
        .select(['m.record', 'n.title', 'n.link'])
        .where('m.user_id', '=', actor.user_id)
        .orderBy('m.created_at', 'desc')
        .limit(500)
        .execute(),
    }),
    async mute({ db, actor }: NoticeContext, { record }) {
      const line = await db
        .selectFrom('notifications')
        .select('id')
        .where('recipient', '=', actor.user_id)
        .where('topic', '=', record)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      // What nobody told them of cannot be had quiet: it may be another's.
      if (!line) throw notFound(Notification.name)
      await db
        .insertInto('notification_mutes')
        .values({ user_id: actor.user_id, record })
        .onConflict((met) => met.doNothing())
        .execute()
      return null
    },
    async unmute({ db, actor }: NoticeContext, { record }) {
      const { numDeletedRows } = await db
        .deleteFrom('notification_mutes')
        .where('user_id', '=', actor.user_id)
        .where('record', '=', record)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw notFound(Notification.name)
      return null
    },
  },
)

export const defaults = implement(
  noticeDefaults,
  { tables, extra: {} as PlainTables },
  {
    get: async (context) => ({ kinds: await kindsFor(context, null) }),
    async update(context, { choices }) {
      refuseUnknown(context, choices, null)
      await choose(context, null, choices)
      return { kinds: await kindsFor(context, null) }
    },
  },
)

async function settingsOf({ db, actor }: NoticeContext): Promise<Setting> {
  const row = await db
    .selectFrom('notification_settings')
    .select(SETTINGS)
    .where('user_id', '=', actor.user_id)
    .executeTakeFirst()
  if (row) return row
  const { last_mail_at: _none, ...standard } = standardSettings
  return standard
}

async function preferencesOf(context: NoticeContext): Promise<Preferences> {
  const settings = await settingsOf(context)
  return {
    ...settings,
    kinds: await kindsFor(context, context.actor),
    push_key: context.platform.config.push.enabled ? vapidOf(context.platform.config).publicKey : null,
  }
}

/** The kinds that are for somebody (all of them for the organisation itself), and where each is told. */
async function kindsFor(context: NoticeContext, actor: Actor | null): Promise<Preferences['kinds']> {
  const { db, platform } = context
  const tenant = context.actor.tenant_id
  const rows = await db
    .selectFrom('notification_choices')
    .select(['user_id', 'kind', 'channel', 'is_on'])
    .where((eb) => eb.or([eb('user_id', 'is', null), ...(actor ? [eb('user_id', '=', actor.user_id)] : [])]))
    .execute()
  const chosen = (kind: string, user: string | null): Wishes =>
    Object.fromEntries(
      rows.filter((row) => row.kind === kind && row.user_id === user).map(({ channel, is_on }) => [channel, is_on]),
    )
  return kindsOf(platform)
    .filter((kind) => platform.components.offers(tenant, kind))
    .filter(({ can }) => !actor || can === SIGNED_IN || may(actor, can))
    .map(({ name, group, mandatory, channels }) => {
      const own = actor ? chosen(name, actor.user_id) : {}
      const wanted = mandatory ? {} : { ...chosen(name, null), ...own }
      const offered = Object.entries(channels).map(([channel, standard]) => [
        channel,
        mandatory || (wanted[channel as keyof Wishes] ?? standard),
      ])
      return { kind: name, group, mandatory, channels: Object.fromEntries(offered), chosen: actor ? own : wanted }
    })
}

function refuseUnknown({ platform }: NoticeContext, choices: readonly Choice[], actor: Actor | null): void {
  const refusals = choices.flatMap(({ kind: name, channel }, index): Refusal[] => {
    const kind = kindNamed(platform, name)
    const isFor = kind && (!actor || kind.can === SIGNED_IN || may(actor, kind.can))
    if (!kind || !isFor) return [{ pointer: `/choices/${index}/kind`, code: 'unknown_kind' }]
    if (kind.mandatory) return [{ pointer: `/choices/${index}/kind`, code: 'mandatory_kind' }]
    const offered = kind.channels[channel as keyof Wishes] !== undefined
    return offered ? [] : [{ pointer: `/choices/${index}/channel`, code: 'channel_not_offered' }]
  })
  if (refusals.length > 0) throw invalid(refusals)
}

async function choose({ db }: NoticeContext, user: string | null, choices: readonly Choice[]): Promise<void> {
  for (const { kind, channel, on } of choices) {
    if (on !== null) {
      await db
        .insertInto('notification_choices')
        .values({ kind, channel, user_id: user, is_on: on })
        .onConflict((met) => met.columns(['tenant_id', 'kind', 'channel', 'user_id']).doUpdateSet({ is_on: on }))
        .execute()
      continue
    }
    await db
      .deleteFrom('notification_choices')
      .where('kind', '=', kind)
      .where('channel', '=', channel)
      .where('user_id', 'is not distinct from', user)
      .execute()
  }
}
