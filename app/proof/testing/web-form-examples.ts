// Inputs of web forms that a schema cannot know.
import { Readable } from 'node:stream'
import { webForms } from '#modules/sales/web-forms/contract.ts'
import type { TenantSlug, TestPlatform } from '#app/testing.ts'
import { type Maker, unique } from './examples.ts'
import { insert } from './records.ts'

const made = (desk: TestPlatform, tenant: TenantSlug) =>
  desk.as(tenant, 'admin')(webForms.create, { name: `Form ${unique()} of ${tenant}` })

const openForm: Maker = async (desk, tenant) => ({ key: (await made(desk, tenant)).key })

/** What came in by a form. */
export async function submission(desk: TestPlatform, tenant: TenantSlug): Promise<string> {
  const { id } = await made(desk, tenant)
  const row = { form: id, answers: '{"name":"A"}', language: 'ru', state: 'held', reasons: '["links"]' }
  const stored = await insert(desk, tenant, 'web_form_submissions', { ...row, address_mark: 'a', words_mark: 'a' })
  return stored['id'] as string
}

export const webFormExamples: Record<string, Maker> = {
  'forms.show': openForm,
  'forms.send': async (desk, tenant) => ({
    ...(await openForm(desk, tenant)),
    type: 'text/plain',
    body: Readable.from([]),
  }),
}
