import assert from 'node:assert/strict'
import test, { describe } from 'node:test'
import { LANGUAGES, ROLES } from '#modules/platform/identity/contract.ts'
import { DEMO_DESKS, loadDemoDesk, type DemoTicket } from './demo-desk.ts'

const smallest = { acme: 70, globex: 50 }
const proportions = { ru: 0.55, en: 0.25, uz: 0.18, ar: 0.02 }
/** Number ranges that no operator gives out: +998 00 and +7 000 do not exist, +44 20 7946 0xxx is kept for fiction. */
const fictionalPhone = /^\+(99800\d{7}|7000\d{7}|442079460\d{3})$/
const inventedDomain = /\.(test|example)$/
/** Addresses set aside for documentation (RFC 5737), private networks (RFC 1918), loopback. */
const harmlessAddress = /^(192\.0\.2|198\.51\.100|203\.0\.113|192\.168\.\d+|10\.\d+\.\d+|127\.0\.0)\.\d+$/

const textsOf = (ticket: DemoTicket) => [
  ticket.title,
  ticket.description,
  ...ticket.thread.flatMap((step) => step.text ?? []),
]

for (const key of DEMO_DESKS) {
  const desk = loadDemoDesk(key)
  const people = [...desk.staff, ...desk.customers]
  const everyText = desk.tickets.flatMap((ticket) => textsOf(ticket).map((text) => [ticket.key, text] as const))

  describe(key, () => {
    test('keys, e-mails, phones and names are unique', () => {
      for (const list of [
        people.map((person) => person.key),
        people.map((person) => person.email),
        people.map((person) => person.phone),
        people.map((person) => person.name),
        desk.categories.map((category) => category.key),
        desk.tags,
        desk.tickets.map((ticket) => ticket.key),
        desk.tickets.map((ticket) => ticket.title),
      ])
        assert.deepEqual(repeated(list), [])
    })

    test('the five sign-ins stand under their role and at the tenant’s domain', () => {
      for (const role of ROLES) {
        const person = people.find((one) => one.email === `${role}@${desk.tenant.domain}`)
        assert.equal(person?.role, role)
        assert.equal(person?.key, role)
      }
      assert.ok(
        desk.staff.every((person) => person.role !== 'client' && person.email.endsWith(`@${desk.tenant.domain}`)),
      )
      assert.ok(desk.customers.every((person) => person.role === 'client'))
    })

    test('references resolve', () => {
      const teams = desk.tenant.teams.map((team) => team.key)
      const writers = desk.staff.filter((person) => person.role !== 'analyst').map((person) => person.key)
      const customers = desk.customers.map((person) => person.key)
      for (const person of desk.staff) if (person.team !== null) assert.ok(teams.includes(person.team), person.key)
      for (const person of desk.staff) if (person.role === 'agent') assert.ok(person.team, person.key)
      desk.categories.forEach((category, index) => {
        const before = desk.categories.slice(0, index).map((one) => one.key)
        if (category.parent !== null) assert.ok(before.includes(category.parent), category.key)
      })
      for (const ticket of desk.tickets) {
        assert.ok(customers.includes(ticket.requester), `${ticket.key}: requester`)
        assert.ok(
          desk.categories.some((category) => category.key === ticket.category),
          `${ticket.key}: category`,
        )
        assert.deepEqual(
          ticket.tags.filter((tag) => !desk.tags.includes(tag)),
          [],
          `${ticket.key}: tags`,
        )
        assert.deepEqual(repeated(ticket.tags), [], `${ticket.key}: tags`)
        if (ticket.assignee !== null) assert.ok(writers.includes(ticket.assignee), `${ticket.key}: assignee`)
        for (const step of ticket.thread) {
          assert.ok(step.by === ticket.requester || writers.includes(step.by), `${ticket.key}: by ${step.by}`)
          if (step.assignee) assert.ok(writers.includes(step.assignee), `${ticket.key}: handed to ${step.assignee}`)
        }
      }
    })

    test('every person, category and tag has something to do', () => {
      const used = new Set(
        desk.tickets.flatMap((ticket) => [
          ticket.requester,
          ticket.assignee,
          ticket.category,
          ...ticket.tags,
          ...ticket.thread.flatMap((step) => [step.by, step.assignee]),
        ]),
      )
      const parents = new Set(desk.categories.map((category) => category.parent))
      const idle = [
        ...people.filter((person) => person.role === 'agent' || person.role === 'client').map((person) => person.key),
        ...desk.categories.map((category) => category.key).filter((category) => !parents.has(category)),
        ...desk.tags,
      ].filter((one) => !used.has(one))
      assert.deepEqual(idle, [])
    })

    test('customers write no notes, name no status and hand nothing over', () => {
      for (const ticket of desk.tickets)
        for (const step of ticket.thread.filter((one) => one.by === ticket.requester)) {
          assert.ok(step.text, ticket.key)
          assert.ok(!step.internal && !step.status && !step.assignee, ticket.key)
        }
      for (const step of desk.tickets.flatMap((ticket) => ticket.thread))
        assert.ok(step.text ?? step.status ?? step.assignee, 'a step does something')
    })

    test('there are enough tickets, mixed as the companies’ customers speak', () => {
      assert.ok(desk.tickets.length >= smallest[key], `${desk.tickets.length}`)
      for (const language of LANGUAGES) {
        const share = desk.tickets.filter((ticket) => ticket.language === language).length / desk.tickets.length
        assert.ok(Math.abs(share - proportions[language]) <= 0.05 && share > 0, `${language}: ${share}`)
      }
      assert.ok(desk.tickets.every((ticket) => ticket.thread.length <= 12))
      assert.ok(desk.tickets.filter((ticket) => ticket.thread.length >= 8).length >= 3, 'a few long threads')
      for (const status of ['client', 'agent'] as const)
        assert.ok(
          desk.tickets.filter((ticket) => ticket.requester === status || ticket.assignee === status).length >= 4,
        )
    })

    test('a title and description look like their language', () => {
      const looks = { ru: /[а-яё]/i, uz: /[a-zа-яўқғҳ]/i, en: /[a-z]/i, ar: /\p{Script=Arabic}/u }
      for (const ticket of desk.tickets)
        assert.match(ticket.title + ticket.description, looks[ticket.language], ticket.key)
    })

    test('Uzbek in Latin has its own letters, not an ASCII apostrophe', () => {
      for (const [ticket, text] of everyText)
        assert.doesNotMatch(text, /[og]['‘’`](?=[a-z])(?!clock|connor)/i, `${ticket}: ${text}`)
    })

    test('nobody real can be called, written to or visited', () => {
      for (const person of people) {
        assert.match(person.phone ?? '', fictionalPhone, person.key)
        assert.match(person.email, inventedDomain, person.key)
      }
      for (const [ticket, text] of everyText) {
        for (const [phone] of text.matchAll(/\+\d[\d ()-]{7,}\d/g))
          assert.match(phone.replace(/[^+\d]/g, ''), fictionalPhone, `${ticket}: ${phone}`)
        for (const [, domain] of text.matchAll(/[\w.-]+@([\w-]+(?:\.[\w-]+)+)/g))
          assert.match(domain!, inventedDomain, `${ticket}: ${domain}`)
        for (const [, host] of text.matchAll(/https?:\/\/([^\s/:]+)/g))
          assert.ok(inventedDomain.test(host!) || harmlessAddress.test(host!), `${ticket}: ${host}`)
        for (const [address] of text.matchAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g))
          assert.match(address, harmlessAddress, `${ticket}: ${address}`)
      }
    })
  })
}

const repeated = <T>(list: T[]) => list.filter((one, index) => list.indexOf(one) !== index)
