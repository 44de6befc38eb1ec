// Forms on other people's sites that make leads, and what came in by them.
import * as z from 'zod'
import {
  actions,
  ANYONE,
  choice,
  command,
  crud,
  entity,
  event,
  id,
  instant,
  line,
  query,
  reference,
  rowOf,
  structure,
  yesNo,
  type Grants,
  type Row,
} from '#kernel/contract/index.ts'
import { LANGUAGES } from '#modules/sales/clients/contract.ts'

export { LANGUAGES }
/** Of a client's own fields those that strangers may fill; fields of the organisation's own are opened by their settings. */
export const FORM_FIELDS = ['name', 'email', 'phone', 'tax_number', 'address', 'notes'] as const
export const STATES = ['accepted', 'held', 'refused'] as const
/** Why something is held back; `conflict`: it says of one person what belongs to another. */
export const REASONS = ['trap', 'too_fast', 'no_token', 'links', 'too_many', 'flood', 'repeated', 'conflict'] as const
export type Reason = (typeof REASONS)[number]

const words = (max: number) => structure(z.partialRecord(z.enum(LANGUAGES), z.string().trim().min(1).max(max)))
export type Words = { [language in (typeof LANGUAGES)[number]]?: string | undefined }

const FormField = z.strictObject({
  name: z
    .string()
    .max(60)
    .regex(/^(?:[a-z_]{1,40}|custom\.[a-z][a-z0-9_]{0,39})$/),
  required: z.boolean().default(false),
})
export type FormField = z.output<typeof FormField>

/** The site that shows the form in a frame: a scheme and a host. */
const site = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?(?::\d{1,5})?$/)

export const WebForm = entity('web_form', {
  table: 'web_forms',
  written: {
    name: line(100, { sortable: true }),
    title: words(200).default({}),
    intro: words(1_000).default({}),
    /** What is said when it was sent. */
    thanks: words(1_000).default({}),
    /** What is agreed to; without it nothing is asked. */
    consent: words(1_000).default({}),
    /** The first is spoken to those whose language is none of them. */
    languages: structure(z.array(z.enum(LANGUAGES)).min(1).max(4)).default(['ru']),
    fields: structure(z.array(FormField).min(1).max(30)).default([
      { name: 'name', required: true },
      { name: 'email', required: true },
      { name: 'phone', required: false },
      { name: 'notes', required: false },
    ]),
    /** Which sites may show it in a frame. */
    sites: structure(z.array(site).max(20)).default([]),
    /** Where its leads come from; one of the form's name is made where nothing is said. */
    source: reference('client_source', { filterable: false }).nullable().default(null),
    owner: reference('user', { filterable: false }).nullable().default(null),
    is_active: yesNo({ filterable: false }).default(true),
  },
  kept: {
    /** Its address: `/forms/<key>`. */
    key: line(20),
  },
})
export type WebFormRow = Row<typeof WebForm>

export const WebFormSubmission = entity('web_form_submission', {
  table: 'web_form_submissions',
  written: {},
  kept: {
    form: reference('web_form'),
    /** What was typed, by field. */
    answers: structure(z.record(z.string(), z.string()), { personal: true, secret: true }),
    language: choice(LANGUAGES, { filterable: false }),
    state: choice(STATES),
    reasons: structure(z.array(z.enum(REASONS))),
    /** The lead that it made, or the client whom it told something new of. */
    client: reference('client', { filterable: false }).nullable(),
    decided_by: reference('user', { filterable: false }).nullable(),
    decided_at: instant({ sortable: false }).nullable(),
    /** From where and what, under the platform's secret: only to count what is alike. */
    address_mark: line(40, { secret: true }),
    words_mark: line(40, { secret: true }),
  },
})
export type SubmissionRow = Row<typeof WebFormSubmission>

const { list } = crud(WebFormSubmission, 'web_forms')
const byId = z.strictObject({ id: id() })
export const DECIDE = 'web_forms.decide'

export const webForms = actions('web_forms', '/web-forms', crud(WebForm, 'web_forms'))

export const webFormSubmissions = actions('web_form_submissions', '/web-form-submissions', {
  list: { ...list, can: DECIDE },
  /** Makes a lead of what was held back or refused. 409 `web_form_submission.is_accepted`. */
  accept: command('POST /:id/accept', { in: byId, out: WebFormSubmission, can: DECIDE }),
  /** 409 `web_form_submission.not_held`. */
  refuse: command('POST /:id/refuse', { in: byId, out: WebFormSubmission, can: DECIDE }),
})

const byKey = z.strictObject({ key: z.string().max(40), lang: z.enum(LANGUAGES).optional() })

/** The page for everybody, also at `/forms/<key>`. */
export const publicForms = actions('forms', '/forms', {
  show: query('GET /:key', {
    in: byKey,
    out: z.any(),
    can: ANYONE,
    raw: 'answer',
    page: 'text/html',
    free: true,
    outside: true,
  }),
  send: command('POST /:key', {
    in: byKey.extend({ body: z.any(), type: z.string().max(255).default('') }),
    out: z.any(),
    can: ANYONE,
    raw: 'body',
    page: 'text/html',
    free: true,
    outside: true,
    bodyLimit: 64 * 1024,
  }),
})

/** Something came in, or was decided. */
export const webFormSubmitted = event('web_form_submission.changed', {
  about: WebFormSubmission,
  can: DECIDE,
  payload: z.object({ web_form_submission: rowOf(WebFormSubmission) }),
  record: ({ web_form_submission }) => web_form_submission,
})

const all: Grants = {
  'web_forms.read': 'all',
  'web_forms.create': 'all',
  'web_forms.update': 'all',
  'web_forms.delete': 'all',
  [DECIDE]: 'all',
}
export const webFormGrants: Record<string, Grants> = { manager: all, sales_manager: all }
