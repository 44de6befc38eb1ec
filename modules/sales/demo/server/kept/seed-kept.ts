// What the demo's sales people keep ready: segments, rules of the pipeline, a form for the site, letters.
import { personOf, systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { Running } from '#kernel/server/platform.ts'
import { rules } from '#modules/platform/rules/contract.ts'
import { clients, merging, segments } from '#modules/sales/clients/contract.ts'
import { letterTemplates } from '#modules/sales/correspondence/contract.ts'
import { pipelines, pipelineStages } from '#modules/sales/deals/contract.ts'
import { webForms } from '#modules/sales/web-forms/contract.ts'

const SLUG = 'acme'
const WEEK_MINUTES = 7 * 24 * 60
const LARGE = 3_000_000_000

const SEGMENTS = [
  {
    name: 'Компании с открытыми сделками',
    note: 'Кому звонит отдел продаж на этой неделе',
    conditions: {
      all: [
        { field: 'kind', test: 'is', values: ['organisation'] },
        { field: 'fact.open_deals', test: 'at_least', values: [1] },
      ],
    },
  },
  {
    name: 'Без ответственного',
    note: '',
    conditions: { all: [{ field: 'owner', test: 'empty' }] },
  },
  {
    name: 'Можно писать: согласие и почта',
    note: 'Для рассылок',
    conditions: {
      all: [
        { field: 'consent', test: 'is', values: [true] },
        { field: 'email', test: 'filled' },
      ],
    },
  },
]

const TEMPLATES = [
  {
    name: 'После встречи',
    texts: {
      ru: {
        subject: 'Спасибо за встречу',
        text: 'Здравствуйте, {{client_name}}!\n\nСпасибо за разговор. Предложение пришлю завтра до обеда.\n\n{{author_name}}',
      },
      uz: {
        subject: 'Uchrashuv uchun rahmat',
        text: 'Assalomu alaykum, {{client_name}}!\n\nSuhbat uchun rahmat. Taklifni ertaga tushgacha yuboraman.\n\n{{author_name}}',
      },
      en: {
        subject: 'Thank you for the meeting',
        text: 'Hello {{client_name}},\n\nThank you for your time. I will send the offer before noon tomorrow.\n\n{{author_name}}',
      },
    },
  },
]

const FORM = {
  name: 'Заявка с сайта',
  title: { ru: 'Подключить офис', uz: 'Ofisni ulash', en: 'Connect your office' },
  intro: {
    ru: 'Оставьте телефон или почту: ответим в рабочее время за час.',
    uz: 'Telefon yoki pochtangizni qoldiring: ish vaqtida bir soatda javob beramiz.',
    en: 'Leave a phone number or an address: we answer within an hour on working days.',
  },
  thanks: {
    ru: 'Спасибо, скоро позвоним.',
    uz: 'Rahmat, tez orada qoʻngʻiroq qilamiz.',
    en: 'Thank you, we will call soon.',
  },
  consent: {
    ru: 'Согласен на обработку моих данных',
    uz: 'Maʼlumotlarim qayta ishlanishiga roziman',
    en: 'I agree to the processing of my data',
  },
  languages: ['ru', 'uz', 'en'],
}

/** Needs the clients and the deals of the demo. Answers whether anything was made; seeding again makes nothing. */
export async function seedKept({ platform }: Pick<Running, 'platform'>): Promise<boolean> {
  const tenant = (await platform.database.platform('read', (db) =>
    db.selectFrom('tenants').select('id').where('slug', '=', SLUG).executeTakeFirst(),
  )) as { id: string } | undefined
  if (!tenant) return false
  return platform.within(systemOf(tenant.id), {}, async ({ call, db, as }) => {
    const there = await call(segments.list, { limit: 1 })
    const known = await call(clients.list, { limit: 1 })
    const head = (await db
      .selectFrom('users')
      .select(['id', 'role', 'teams', 'language'])
      .where('role', '=', 'sales_manager')
      .where('deleted_at', 'is', null)
      .orderBy('email')
      .executeTakeFirst()) as { id: string; role: string; teams: string[]; language: string } | undefined
    if (there.items.length > 0 || known.items.length === 0 || !head) return false
    await as(personOf(platform.access.roles, tenant.id, head), keep)
    return true
  })
}

async function keep({ call }: Context): Promise<void> {
  for (const segment of SEGMENTS) await call(segments.create, segment as never)
  for (const template of TEMPLATES) await call(letterTemplates.create, template)
  await call(webForms.create, FORM as never)
  // Some of the demo's clients are written down twice: who opens the page finds them there.
  await call(merging.find, {})
  const [pipeline] = (await call(pipelines.list, {})).items
  const stages = (await call(pipelineStages.list, { pipeline: pipeline!.id, sort: 'position' })).items
  const [, , offer, talks] = stages.filter(({ kind }) => kind === 'open')
  await call(rules.create, {
    name: 'Крупная сделка: предупредить руководителя',
    entity: 'deal',
    trigger: { on: 'entered', clock: 'stage', value: offer!.id },
    conditions: { all: [{ field: 'amount', test: 'at_least', values: [LARGE] }] },
    steps: [{ step: 'note', params: { text: 'Крупная сделка: согласуйте скидку с руководителем.' } }],
  })
  await call(rules.create, {
    name: 'Переговоры дольше недели: перезвонить',
    entity: 'deal',
    trigger: { on: 'stays', clock: 'stage', value: talks!.id, minutes: WEEK_MINUTES },
    conditions: null,
    steps: [{ step: 'tasks.create', params: { title: 'Перезвонить по сделке «{{title}}»', days: 1 } }],
  })
}
