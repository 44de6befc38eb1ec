// A stranger's request becomes a lead, or waits for somebody's decision; nobody writes over what is known of a client.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { fields } from '#modules/platform/fields/contract.ts'
import { clients, clientSources } from '#modules/sales/clients/contract.ts'
import { webForms, webFormSubmissions, type WebFormRow } from '../contract.ts'
import { tokenOf } from './token.ts'

let p: TestPlatform
let app: FastifyInstance
let head: Call
let form: WebFormRow
let people = 0
before(async () => {
  p = await testPlatform()
  app = await p.edge()
  head = p.as('acme', 'sales_manager')
  await p.as('acme', 'admin')(fields.create, {
    entity: 'client',
    key: 'city',
    type: 'dropdown',
    labels: { ru: 'Город', en: 'City' },
    outsiders: 'fill',
    options: [{ key: 'tula', labels: { ru: 'Тула' } }],
  })
})
beforeEach(async () => {
  form = await head(webForms.create, {
    name: `Сайт ${(people += 1)}`,
    title: { ru: 'Оставьте <заявку>', ar: 'اترك طلبك' },
    languages: ['ru', 'ar'],
    thanks: { ru: 'Ждите звонка' },
    consent: { ru: 'Согласен' },
    fields: [
      { name: 'name', required: true },
      { name: 'email' },
      { name: 'phone' },
      { name: 'notes' },
      { name: 'custom.city' },
    ],
    sites: ['https://shop.example'],
  })
})
after(() => p.close())

const long = 60_000
const token = (age = long) => tokenOf(p.running.platform.config, form.key, Date.now() - age)
async function send(typed: Record<string, string>, from = `10.0.0.${people}`) {
  const body = new URLSearchParams({ _at: token(), _consent: '1', ...typed })
  const answer = await app.inject({
    method: 'POST',
    url: `/forms/${form.key}?lang=ru`,
    payload: body.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    remoteAddress: from,
  })
  return { status: answer.statusCode, html: answer.body }
}
const cameIn = async (state: 'held' | 'accepted' | 'refused') =>
  (await head(webFormSubmissions.list, { form: form.id, state })).items
const named = async (q: string) => (await head(clients.list, { q, limit: 50 })).items

test('the page is for everybody, in their language, without scripts, and framed by its sites only', async () => {
  const page = await app.inject({ url: `/forms/${form.key}`, headers: { 'accept-language': 'ar' } })
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /<html lang="ar" dir="rtl">/)
  assert.match(page.body, /اترك طلبك/)
  assert.doesNotMatch(page.body, /<script/)
  assert.ok(page.body.length < 6_000, `${page.body.length} bytes`)
  assert.match(String(page.headers['content-security-policy']), /frame-ancestors https:\/\/shop\.example$/)
  assert.equal(page.headers['x-frame-options'], undefined)
  const english = await app.inject({ url: `/forms/${form.key}`, headers: { 'accept-language': 'en' } })
  assert.match(english.body, /Оставьте &lt;заявку&gt;/)
  await head(webForms.update, { id: form.id, is_active: false })
  assert.equal((await app.inject({ url: `/forms/${form.key}` })).statusCode, 404)
  assert.equal((await app.inject({ url: '/forms/nothing-here' })).statusCode, 404)
})

test('what a person sends becomes a lead with the source of the form', async () => {
  const { status, html } = await send({
    name: 'Зарина Каримова',
    email: `Zarina${people}@Example.com`,
    phone: '8 901 123-45-67',
    notes: 'Нужна касса\nи сканер',
    'custom.city': 'tula',
    tax_number: '301234567',
  })
  assert.equal(status, 200)
  assert.match(html, /Ждите звонка/)
  const [lead] = await named(`zarina${people}@example.com`)
  const whole = await head(clients.get, { id: String(lead!.id) })
  assert.deepEqual(
    [whole.stage, whole.phone, whole.notes, whole.consent, whole.language, whole.custom, whole.tax_number],
    ['lead', '+79011234567', 'Нужна касса\nи сканер', true, 'ru', { city: 'tula' }, null],
  )
  assert.equal((await head(clientSources.get, { id: whole.source! })).name, form.name)
  assert.deepEqual(
    (await cameIn('accepted')).map(({ client }) => client),
    [whole.id],
  )
})

test('what is missing or wrong is said beside its field, and what was typed stays', async () => {
  const { html } = await send({ name: '', email: `who${people}@example.com`, notes: 'Остаётся <b>' })
  assert.match(html, /aria-invalid="true" aria-describedby="fault-name"/)
  assert.match(html, /Остаётся &lt;b&gt;/)
  const wrong = await send({ name: 'A', email: 'nobody' })
  assert.match(wrong.html, /id="fault-email"/)
  assert.match((await send({ name: 'A', _consent: '' })).html, /id="fault-_consent"/)
  assert.match((await send({ name: 'A', 'custom.city': 'moscow' })).html, /id="fault-custom\.city"/)
  assert.deepEqual(await cameIn('accepted'), [])
})

test('who is known is not doubled: what is empty is filled, what is there stays, and the message is added', async () => {
  const email = `known${people}@example.com`
  const known = await head(clients.create, { name: 'Known', email, notes: 'Постоянный', stage: 'client' })
  const other = await head(clients.create, { name: 'Other', phone: `+7902000${1_000 + people}` })
  await send({ name: 'Somebody', email: email.toUpperCase(), phone: String(other.phone), notes: 'Ещё раз' })
  const now = await head(clients.get, { id: known.id })
  assert.deepEqual([now.name, now.stage, now.phone, now.consent], ['Known', 'client', null, true])
  assert.equal(now.notes, `Постоянный\n\n${form.name}: Ещё раз`)
  assert.equal((await named(email)).length, 1)
  await head(clients.remove, { id: known.id })
  await send({ name: 'Somebody', email, notes: 'И снова' })
  assert.equal((await head(clients.get, { id: known.id })).id, known.id)
})

test('spam is thanked and held back with its reasons; one press makes a lead of it, or refuses it', async () => {
  const spam = { name: 'Win', email: `spam${people}@example.com`, notes: 'http://a.b http://c.d' }
  const { html } = await send({ ...spam, website: 'http://a.b', _at: token(100) })
  assert.match(html, /Ждите звонка/)
  assert.deepEqual(await named(spam.email), [])
  const [held] = await cameIn('held')
  assert.deepEqual(held!.reasons, ['trap', 'too_fast', 'links'])
  await assert.rejects(p.as('acme', 'seller')(webFormSubmissions.accept, { id: held!.id! }), { status: 403 })
  const accepted = await head(webFormSubmissions.accept, { id: held!.id! })
  assert.deepEqual([accepted.state, accepted.decided_by], ['accepted', p.id('acme', 'sales_manager')])
  assert.equal((await named(spam.email)).length, 1)
  await assert.rejects(head(webFormSubmissions.accept, { id: held!.id! }), { status: 409 })

  await send({ name: 'Again', _at: 'made.up' })
  const [second] = await cameIn('held')
  assert.deepEqual(second!.reasons, ['no_token'])
  assert.equal((await head(webFormSubmissions.refuse, { id: second!.id! })).state, 'refused')
})

test('one address is held back after a few and refused after many; others are heard meanwhile', async () => {
  for (let at = 0; at < 5; at++) assert.equal((await send({ name: `N${at}`, notes: `n${at}` }, '10.9.9.9')).status, 200)
  await send({ name: 'Sixth', notes: 'sixth' }, '10.9.9.9')
  assert.deepEqual(
    (await cameIn('held')).map(({ reasons }) => reasons),
    [['too_many']],
  )
  for (let at = 6; at < 30; at++) await send({ name: `N${at}`, notes: `n${at}` }, '10.9.9.9')
  assert.equal((await send({ name: 'Too many' }, '10.9.9.9')).status, 429)
  await send({ name: 'Another', notes: 'from elsewhere' }, '10.9.9.8')
  assert.equal((await cameIn('accepted')).length, 6)
})

test('a form asks only for what strangers may fill, and for a name', async () => {
  const create = (asked: { name: string; required?: boolean }[]) =>
    head(webForms.create, { name: `F${(people += 1)}`, fields: asked })
  const refused = { status: 422 }
  await assert.rejects(create([{ name: 'email' }]), refused)
  await assert.rejects(create([{ name: 'name', required: true }, { name: 'owner' }]), refused)
  await assert.rejects(create([{ name: 'name', required: true }, { name: 'custom.secret' }]), refused)
  await assert.rejects(create([{ name: 'name', required: true }, { name: 'name' }]), refused)
  await assert.rejects(p.as('acme', 'seller')(webForms.list, {}), { status: 403 })
})
