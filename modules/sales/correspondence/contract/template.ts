// Letters that an organisation keeps ready, in as many languages as it writes them.
import * as z from 'zod'
import { actions, crud, email, entity, id, line, query, structure } from '#kernel/contract/index.ts'
import { LANGUAGES } from '#modules/sales/clients/contract.ts'

/** What may stand in a template for something of the record or of whoever writes. */
export const PLACES = [
  'client_name',
  'contact_name',
  'contact_first_name',
  'deal_title',
  'author_name',
  'author_first_name',
  'organisation_name',
] as const
export type Places = Readonly<Record<(typeof PLACES)[number], string>>

export const MOST_TEMPLATES = 200

const Words = z.strictObject({ subject: z.string().max(500), text: z.string().max(20_000) })
const Texts = z.partialRecord(z.enum(LANGUAGES), Words)
export type TemplateTexts = z.output<typeof Texts>

export const LetterTemplate = entity('letter_template', {
  table: 'letter_templates',
  written: {
    name: line(100, { sortable: true }),
    /** By language; the one of the client is taken, else the first that there is. */
    texts: structure(Texts),
  },
})

export const letterTemplates = actions('letter_templates', '/letters/templates', {
  ...crud(LetterTemplate, 'letter_templates', 256 * 1024),
  /**
   * A template with its places filled for a record. `to` is whom the letter goes to; `language` is taken instead of the client's.
   * `empty` names places of it for which the record has nothing.
   */
  filled: query('GET /:id/filled', {
    in: z.strictObject({
      id: id(),
      entity: z.enum(['client', 'deal']),
      record: id(),
      to: email().optional(),
      language: z.enum(LANGUAGES).optional(),
    }),
    out: z.object({
      subject: z.string(),
      text: z.string(),
      language: z.enum(LANGUAGES),
      languages: z.array(z.enum(LANGUAGES)),
      empty: z.array(z.enum(PLACES)),
    }),
    can: 'letter_templates.read',
  }),
})
