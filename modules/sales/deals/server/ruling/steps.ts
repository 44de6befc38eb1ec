// What rules may do with deals, beside what they may do with every record.
import * as z from 'zod'
import { choice, reference, tags } from '#kernel/contract/index.ts'
import { step } from '#kernel/server/rules/step.ts'
import { Deal, deals } from '../../contract.ts'

const someone = () => reference('user').nullable().default(null)

/** Only what is named is handed over. */
const assign = step(
  'deals.assign',
  z.strictObject({ owner: someone(), team: reference('team').nullable().default(null) }),
  {
    of: Deal,
    check: async (_context, _ruled, { owner, team }) =>
      owner === null && team === null ? [{ pointer: '/owner', code: 'required' }] : [],
    effects: ({ owner, team }) => [
      { entity: Deal.name, as: 'changed', fields: [...(owner ? ['owner'] : []), ...(team ? ['team'] : [])] },
    ],
    perform: ({ call }, { record, params: { owner, team } }) =>
      call(deals.update, { id: record.id, ...(owner ? { owner } : {}), ...(team ? { team } : {}) }),
  },
)

const move = step('deals.move', z.strictObject({ stage: reference('pipeline_stage') }), {
  of: Deal,
  effects: ({ stage }) => [
    { entity: Deal.name, as: 'changed', fields: ['stage', 'state', 'pipeline'], values: { stage } },
  ],
  // Where it stands already it keeps its place in the column.
  perform: async ({ call }, { record, params: { stage } }) =>
    record['stage'] === stage ? null : call(deals.move, { id: record.id, stage }),
})

const tag = step(
  'deals.tag',
  z.strictObject({ tags: tags(), mode: choice(['add', 'remove'], { filterable: false }).default('add') }),
  {
    of: Deal,
    effects: () => [{ entity: Deal.name, as: 'changed', fields: ['tags'] }],
    perform: ({ call }, { record, params }) => call(deals.tag, { id: record.id, ...params }),
  },
)

export const dealSteps = [assign, move, tag]
