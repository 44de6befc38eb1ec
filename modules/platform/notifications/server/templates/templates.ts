// The texts of notices as an organisation keeps them.
import {
  invalid,
  notFound,
  NOTICE_CHANNELS,
  type NoticeKind,
  type Out,
  type Parsed,
  type Refusal,
  unknownPlaces,
} from '#kernel/contract/index.ts'
import { implement } from '#kernel/server/module.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { LANGUAGES, noticeTemplates, TEMPLATE_PARTS } from '../../contract.ts'
import { STANDARD_COLOUR } from '../mail/due.ts'
import { noticeLetter } from '../mail/letter.ts'
import { type NoticeContext, type PlainTables, tables } from '../tables.ts'
import { kindNamed, kindsOf } from '../telling/order.ts'
import { filled, standardWording, variablesOf, type Wording } from './wording.ts'

type Read = Out<typeof noticeTemplates.update>
type Place = Pick<Parsed<typeof noticeTemplates.update>, 'kind' | 'channel' | 'language'>

export default implement(
  noticeTemplates,
  { tables, extra: {} as PlainTables },
  {
    async list(context: NoticeContext, { kind, language }) {
      const own = await ownWordings(context)
      const kinds = kindsOf(context.platform).filter(({ name }) => !kind || name === kind)
      const languages = LANGUAGES.filter((one) => !language || one === language)
      return {
        items: kinds.flatMap((one) =>
          NOTICE_CHANNELS.filter((channel) => one.channels[channel] !== undefined).flatMap((channel) =>
            languages.map((spoken) => read(context, one, { kind: one.name, channel, language: spoken }, own)),
          ),
        ),
      }
    },

    async update(context: NoticeContext, { kind: name, channel, language, ...words }) {
      const kind = known(context, { kind: name, channel, language })
      refuseUnknown(kind, words)
      await context.db
        .insertInto('notification_templates')
        .values({ kind: name, channel, language, ...words })
        .onConflict((met) => met.columns(['tenant_id', 'kind', 'channel', 'language']).doUpdateSet(words))
        .execute()
      return read(context, kind, { kind: name, channel, language }, await ownWordings(context))
    },

    async reset(context: NoticeContext, place) {
      const kind = known(context, place)
      await context.db
        .deleteFrom('notification_templates')
        .where('kind', '=', place.kind)
        .where('channel', '=', place.channel)
        .where('language', '=', place.language)
        .execute()
      return read(context, kind, place, new Map())
    },

    async preview(context: NoticeContext, { kind: name, channel, language, ...words }) {
      const { platform, call } = context
      const kind = known(context, { kind: name, channel, language })
      refuseUnknown(kind, words)
      const { t } = platform.texts
      const tenant = await call(tenants.current, {})
      const samples = variablesOf(kind).map((variable) => [variable, t(language, `notify_sample.${variable}`)])
      const shown = filled(words, { ...Object.fromEntries(samples), organisation: tenant.name })
      if (channel !== 'email') return { ...shown, html: null }
      const { html } = noticeLetter(platform.texts, {
        language,
        organisation: tenant.name,
        colour: tenant.config.theme.primary_color ?? STANDARD_COLOUR,
        items: [{ title: shown.title, body: shown.body, url: platform.config.publicUrl }],
        reasons: kind.mandatory ? null : [t(language, `notify.${kind.name}.name`)],
        preferencesUrl: `${platform.config.publicUrl}/notifications/preferences`,
      })
      return { ...shown, html }
    },
  },
)

type Own = ReadonlyMap<string, Wording>
const keyOf = ({ kind, channel, language }: Place) => `${kind} ${channel} ${language}`

async function ownWordings({ db }: NoticeContext): Promise<Own> {
  const rows = await db
    .selectFrom('notification_templates')
    .select(['kind', 'channel', 'language', 'subject', 'title', 'body'])
    .execute()
  return new Map(rows.map(({ subject, title, body, ...place }) => [keyOf(place as Place), { subject, title, body }]))
}

function read({ platform }: NoticeContext, kind: NoticeKind, place: Place, own: Own): Read {
  const written = own.get(keyOf(place))
  return {
    ...place,
    group: kind.group,
    ...(written ?? standardWording(platform.texts, kind, place.language)),
    own: written !== undefined,
    variables: variablesOf(kind),
  }
}

function known({ platform }: NoticeContext, { kind: name, channel }: Place): NoticeKind {
  const kind = kindNamed(platform, name)
  if (!kind || kind.channels[channel] === undefined) throw notFound('notification_template')
  return kind
}

/** Throws 422 naming every part with a place that nothing fills. */
function refuseUnknown(kind: NoticeKind, words: Wording): void {
  const refusals = TEMPLATE_PARTS.flatMap((part): Refusal[] => {
    const [wrong] = unknownPlaces(words[part], variablesOf(kind))
    const params = { place: wrong ?? '', known: variablesOf(kind).join(', ') }
    return wrong === undefined ? [] : [{ pointer: `/${part}`, code: 'unknown_place', params }]
  })
  if (refusals.length > 0) throw invalid(refusals)
}
