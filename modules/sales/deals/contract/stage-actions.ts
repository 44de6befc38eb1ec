// What happens by itself at a stage: rules of deals, seen from the stage.
import * as z from 'zod'
import { actions, command, id, query, shownSchema } from '#kernel/contract/index.ts'
import { ChosenStep, MOST_MINUTES } from '#modules/platform/rules/contract.ts'

export const WHEN = ['entered', 'left', 'stays'] as const

const said = {
  name: z.string().max(100).trim().min(1),
  stage: id(),
  when: z.enum(WHEN),
  /** For `stays`: longer than this. */
  minutes: z.int().min(1).max(MOST_MINUTES).nullable(),
  conditions: shownSchema.nullable(),
  steps: z.array(ChosenStep).min(1).max(10),
  is_on: z.boolean(),
}
const draft = z.strictObject({
  ...said,
  minutes: said.minutes.default(null),
  conditions: said.conditions.default(null),
  is_on: said.is_on.default(true),
})
const patch = z.strictObject(said).partial()

/** `warnings`: rules that would wake each other in a circle. */
export const StageAction = z.object({
  id: id(),
  version: z.int(),
  ...said,
  warnings: z.array(z.object({ rules: z.array(z.object({ id: id().nullable(), name: z.string() })) })),
})
export type StageAction = z.output<typeof StageAction>

const byId = z.strictObject({ id: id() })

/** Who changes these needs the permissions for rules beside that for pipelines. */
export const stageActions = actions('pipeline_actions', '/pipelines/actions', {
  /** In the order in which they are asked. */
  list: query('GET /', {
    in: z.strictObject({ pipeline: id().optional(), stage: id().optional() }),
    out: z.object({ items: z.array(StageAction) }),
    can: 'pipelines.read',
  }),
  create: command('POST /', {
    in: draft,
    out: StageAction,
    can: 'pipelines.update',
    status: 201,
    bodyLimit: 64 * 1024,
  }),
  update: command('PATCH /:id', {
    in: patch.extend({ id: id() }),
    out: StageAction,
    can: 'pipelines.update',
    bodyLimit: 64 * 1024,
  }),
  remove: command('DELETE /:id', { in: byId, out: z.null(), can: 'pipelines.update', status: 204 }),
})
