// What conditions over clients may ask of their deals. Those that the caller may see count.
import { fact, type Fact } from '#kernel/server/conditions/fact.ts'
import { Client } from '#modules/sales/clients/contract.ts'
import { Deal } from '../contract.ts'

const ofClients: Omit<Fact, 'name'> = {
  about: (of) => of === Client,
  kind: 'count',
  rows: Deal,
  by: 'client',
  can: 'deals.read',
}

export const dealFacts: readonly Fact[] = [
  fact('open_deals', { ...ofClients, where: () => ({ state: 'open' }) }),
  fact('won_deals', { ...ofClients, where: () => ({ state: 'won' }) }),
  fact('deals', ofClients),
  fact('last_won_deal', { ...ofClients, kind: 'moment', at: 'won_at', where: () => ({ state: 'won' }) }),
]
