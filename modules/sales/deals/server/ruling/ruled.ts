// Deals as rules know them.
import type { Context } from '#kernel/server/context.ts'
import { ruled, type Subject } from '#kernel/server/rules/ruled.ts'
import { teams } from '#modules/platform/identity/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import * as contract from '../../contract.ts'

const { Deal, deals } = contract
const dealOf = (record: Subject) => record as unknown as contract.DealRow

export const ruledDeals = ruled(Deal, {
  can: deals.list.can,
  manage: 'pipelines.update',
  wakes: [
    { event: contract.dealCreated, as: 'created' },
    { event: contract.dealChanged, as: 'changed' },
    { event: contract.dealMoved, as: 'changed' },
    { event: contract.dealWon, as: 'changed' },
    { event: contract.dealLost, as: 'changed' },
  ],
  clocks: { stage: { field: 'stage', since: 'stage_since' } },
  hides: ['position'],
  settable: ['title', 'owner', 'team', 'source', 'expected_close', 'amount', 'tags', 'notes'],
  set: ({ call }, id, values) => call(deals.update, { id, ...values }),
  note: ({ call }, { id }, text, rule) =>
    call(timeline.add, {
      entity: Deal.name,
      record: id,
      kind: 'note',
      text,
      facts: { rule: { id: rule.id, name: rule.name } },
    }),
  people: {
    owner: async (_context, record) => [dealOf(record).owner ?? []].flat(),
    team: async ({ call }, record) => {
      const { team } = dealOf(record)
      return team ? (await call(teams.members, { id: team })).items.map(({ id }) => id) : []
    },
  },
  addresses: { client: addressesOf },
  named: (record) => dealOf(record).title,
  link: ({ id }) => `/deals/${id}`,
})

/** The contact of the deal, else the client itself. */
async function addressesOf({ call }: Context, record: Subject) {
  const { client, contact } = dealOf(record)
  const person = contact && (await call(contacts.list, { id: client })).items.find(({ id }) => id === contact)
  const whole = await call(clients.get, { id: client })
  const { name, email } = person && person.email ? person : whole
  return email ? [{ name, address: email, language: whole.language }] : []
}
