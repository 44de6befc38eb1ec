import assert from 'node:assert/strict'
import test, { describe } from 'node:test'
import { STATUSES, type Status } from '#modules/support/tickets/contract.ts'
import { DEMO_DESKS, loadDemoDesk } from './demo-desk.ts'
import { openedAt, playTicket } from './playback.ts'

const allowed: Record<Status, Status[]> = {
  new: ['in_progress', 'waiting', 'resolved'],
  in_progress: ['waiting', 'resolved'],
  waiting: ['in_progress', 'resolved'],
  resolved: ['in_progress', 'closed'],
  closed: [],
}
const zone = 'Asia/Tashkent'
const wednesdayNoon = Temporal.Instant.from('2026-11-18T07:00:00Z')
const local = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(zone).toPlainDateTime().toString()

test('opening times count from the moment of seeding, in the tenant’s zone', () => {
  assert.equal(local(openedAt({ minutes_ago: 90 }, wednesdayNoon, zone)), '2026-11-18T10:30:00')
  assert.equal(local(openedAt({ days_ago: 4, at: '22:40' }, wednesdayNoon, zone)), '2026-11-14T22:40:00')
  assert.equal(local(openedAt({ workdays_ago: 4, at: '09:05' }, wednesdayNoon, zone)), '2026-11-12T09:05:00')
})

test('a customer’s reply reopens what was waiting or resolved, a colleague’s does not', () => {
  const [ticket] = loadDemoDesk('acme').tickets
  const thread = [
    { by: 'agent', after_minutes: 5, text: 'Done?', status: 'waiting' as const },
    { by: 'agent', after_minutes: 5, text: 'Note', internal: true as const, assignee: 'rustam' },
    { by: ticket!.requester, after_minutes: 5, text: 'No' },
  ]
  const played = playTicket({ ...ticket!, opened: { minutes_ago: 60 }, assignee: 'agent', thread }, wednesdayNoon, zone)
  assert.deepEqual(
    played.steps.map((step) => [
      local(Temporal.Instant.from(step.at)),
      step.status_after,
      step.assignee_after,
      step.reopened,
    ]),
    [
      ['2026-11-18T11:05:00', 'waiting', 'agent', false],
      ['2026-11-18T11:10:00', 'waiting', 'rustam', false],
      ['2026-11-18T11:15:00', 'in_progress', 'rustam', true],
    ],
  )
})

for (const key of DEMO_DESKS) {
  const desk = loadDemoDesk(key)
  const seedings = ['2026-11-18T00:00', '2026-11-21T13:00', '2026-11-22T23:59', '2026-11-23T00:01'].map((text) =>
    Temporal.PlainDateTime.from(text).toZonedDateTime(desk.tenant.zone).toInstant(),
  )
  const played = desk.tickets.map((ticket) => ({ ticket, ...playTicket(ticket, wednesdayNoon, desk.tenant.zone) }))

  describe(key, () => {
    test('every move is allowed, and says something new', () => {
      for (const { ticket, steps } of played) {
        let status: Status = 'new'
        for (const step of steps) {
          assert.ok(
            status === step.status_after || allowed[status].includes(step.status_after),
            `${ticket.key}: ${status} → ${step.status_after}`,
          )
          if (step.status) assert.notEqual(step.status, status, `${ticket.key}: already ${status}`)
          status = step.status_after
        }
      }
    })

    test('nothing lies in the future, whenever the demo is seeded', () => {
      for (const seeded of seedings)
        for (const ticket of desk.tickets) {
          const { steps, opened_at } = playTicket(ticket, seeded, desk.tenant.zone)
          const last = steps.at(-1)?.at ?? opened_at
          assert.ok(Temporal.Instant.compare(last, seeded) <= 0, `${ticket.key}: ${last} is after ${seeded.toString()}`)
        }
    })

    test('tickets spread over sixty days, mostly in office hours, several of today, in every status', () => {
      const ages = played.map(({ opened_at }) => wednesdayNoon.since(opened_at).total('days'))
      assert.ok(Math.max(...ages) <= 61 && Math.max(...ages) >= 50, `${Math.max(...ages)}`)
      assert.ok(ages.filter((age) => age < 0.5).length >= 5)
      const hours = played.map(
        ({ opened_at }) => Temporal.Instant.from(opened_at).toZonedDateTimeISO(desk.tenant.zone).hour,
      )
      assert.ok(hours.filter((hour) => hour >= 9 && hour < 19).length / hours.length > 0.6)
      for (const status of STATUSES) assert.ok(played.filter((one) => one.status === status).length >= 4, status)
    })

    test('only what nobody has answered is new, and what is at work has somebody', () => {
      for (const { ticket, status, assignee } of played) {
        if (status === 'new')
          assert.ok(
            ticket.thread.every((step) => step.internal || step.by === ticket.requester),
            ticket.key,
          )
        else assert.ok(assignee, ticket.key)
      }
    })
  })
}
