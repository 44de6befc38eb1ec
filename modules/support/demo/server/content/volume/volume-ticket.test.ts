import assert from 'node:assert/strict'
import test from 'node:test'
import { DEMO_DESKS, loadDemoDesk } from '../demo-desk.ts'
import { phraseBanks, volumeTicket } from './volume-ticket.ts'

const many = 10_000
const banks = Object.entries(phraseBanks).flatMap(([desk, languages]) =>
  Object.entries(languages).map(([language, bank]) => [`${desk} ${language}`, bank] as const),
)

test('the same number tells the same ticket, its neighbour another', () => {
  for (const n of [0, 1, 17, 999_999]) assert.deepEqual(volumeTicket(n), volumeTicket(n))
  assert.notEqual(volumeTicket(1).title, volumeTicket(2).title)
  assert.notDeepEqual(volumeTicket(5, 'acme'), volumeTicket(5, 'globex'))
  // Written down once: a change here means that every volume database comes out different.
  assert.deepEqual(volumeTicket(42), {
    title: 'Payment of 787 000 soʻm not credited, account 1004-25986',
    description:
      'The payment of 787 000 soʻm went through at 11:42, receipt 275593, but the balance of account 1004-25986 has not changed.\n\nHappy to send screenshots.',
    language: 'en',
    category: 'billing.payments',
  })
})

for (const desk of DEMO_DESKS) {
  const categories = loadDemoDesk(desk).categories.map((category) => category.key)
  const tickets = Array.from({ length: many }, (_, n) => volumeTicket(n, desk))

  test(`${desk}: at least 60 % of ten thousand titles differ, and 90 % of the descriptions`, () => {
    const distinct = (texts: string[]) => new Set(texts).size / many
    assert.ok(
      distinct(tickets.map((ticket) => ticket.title)) >= 0.6,
      `${distinct(tickets.map((ticket) => ticket.title))}`,
    )
    assert.ok(
      distinct(tickets.map((ticket) => ticket.description)) >= 0.9,
      `${distinct(tickets.map((ticket) => ticket.description))}`,
    )
  })

  test(`${desk}: languages in their shares, categories that exist, no slot left open`, () => {
    const share = (language: string) => tickets.filter((ticket) => ticket.language === language).length / many
    assert.ok(
      Math.abs(share('ru') - 0.55) < 0.02 && Math.abs(share('en') - 0.26) < 0.02 && Math.abs(share('uz') - 0.19) < 0.02,
    )
    for (const ticket of tickets) {
      assert.ok(ticket.title.length > 8 && ticket.title.length <= 200, ticket.title)
      assert.ok(ticket.description.length > 30, ticket.description)
      assert.doesNotMatch(ticket.title + ticket.description, /[{}]|undefined| {2}/)
      assert.match(ticket.title + ticket.language, /[а-яё].*ru$|[a-z].*(en|uz)$/i)
      assert.ok(categories.includes(ticket.category), ticket.category)
    }
  })
}

test('what a ticket says of itself in the title it says again in the text', () => {
  const about = Array.from({ length: 2000 }, (_, n) => volumeTicket(n, 'globex')).filter(
    (ticket) => /GX-\d+/.test(ticket.title) && /GX-\d+/.test(ticket.description),
  )
  assert.ok(about.length > 100)
  for (const { title, description } of about) assert.equal(/GX-\d+/.exec(description)?.[0], /GX-\d+/.exec(title)?.[0])
})

test('the banks are as large as promised, nothing stands in them twice, and Russian first persons have no gender', () => {
  const all = (part: 'titles' | 'details') =>
    banks.flatMap(([name, bank]) =>
      bank.situations.flatMap((situation) => situation[part].map((text) => `${name}: ${text}`)),
    )
  assert.ok(all('titles').length >= 115, `${all('titles').length} titles`)
  assert.ok(all('details').length >= 75, `${all('details').length} details`)
  assert.equal(new Set([...all('titles'), ...all('details')]).size, all('titles').length + all('details').length)
  const gendered =
    /(?<![а-яё])я [а-яё]+(л|ла|лся|лась)(?![а-яё])|(?<![а-яё])(не )?(смог|смогла|оплатил|оплатила|купил|купила|рад|рада|благодарен|благодарна)(?![а-яё])/i
  for (const [, bank] of banks)
    for (const text of [
      ...bank.openings,
      ...bank.closings,
      ...bank.situations.flatMap((situation) => situation.details),
    ])
      assert.doesNotMatch(text, gendered)
})
