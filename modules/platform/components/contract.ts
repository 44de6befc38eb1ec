// What the platform is made of, as tenants switch it on and off and set it up (decision 28).
import * as z from 'zod'
import { actions, command, ComponentState, event, id, line, query } from '#kernel/contract/index.ts'

export const MANAGE = 'components.manage'

const Settings = z.record(z.string(), z.any())
const Which = z.strictObject({ component: line(50) })
const Switch = Which.extend({ is_on: z.boolean() })

/** `version` is that of the record, for `If-Match`: 0 while nothing was changed yet. `release` is the component's. */
export const State = z.object({
  id: z.string(),
  release: z.string(),
  area: z.string(),
  always: z.boolean(),
  is_on: z.boolean(),
  settings: Settings,
  version: z.int(),
  updated_at: z.iso.datetime({ offset: true }).nullable(),
})
export type State = z.output<typeof State>

const Need = z.object({ id: z.string(), range: z.string(), release: z.string(), is_on: z.boolean() })

/** Titles and descriptions are in the caller's language; `settings` is a JSON Schema, null where there is nothing to set up. */
export const Described = z.object({
  id: z.string(),
  version: z.string(),
  area: z.string(),
  title: z.string(),
  description: z.string(),
  always: z.boolean(),
  needs: z.record(z.string(), z.string()),
  needed_by: z.array(z.string()),
  permissions: z.array(z.string()),
  settings: z.record(z.string(), z.any()).nullable(),
  /** How it looks: addresses of pictures, with what is seen on them in the caller's language. */
  pictures: z.array(z.object({ name: z.string(), address: z.string(), text: z.string() })),
  /** Texts of the fields of its settings are `<settings_name>.<field>`. */
  settings_name: z.string().nullable(),
})

const Set = z.object({ id: z.string(), settings: Settings, version: z.int() })

/** How a component stood after one change of it. `actor` is null for what the platform did. */
const Change = z.object({
  version: z.int(),
  at: z.iso.datetime({ offset: true }),
  actor: id().nullable(),
  is_on: z.boolean(),
  settings: Settings,
})

const all = <T extends z.ZodType>(items: T) => z.object({ items: z.array(items) })

export const components = actions('components', '/components', {
  list: query('GET /', { out: all(State), can: MANAGE }),
  catalog: query('GET /catalog', { out: all(Described), can: MANAGE }),
  dependencies: query('GET /dependencies', {
    out: all(z.object({ id: z.string(), needs: z.array(Need), needed_by: z.array(z.string()) })),
    can: MANAGE,
  }),
  allSettings: query('GET /settings', { out: all(Set), can: MANAGE }),
  settings: query('GET /settings/:component', { in: Which, out: Set, can: MANAGE }),
  /** The fields that the component declares, all or some of them. */
  configure: command('PATCH /settings/:component', {
    in: Which.catchall(z.any()),
    out: Set,
    can: MANAGE,
  }),
  /** How it was switched and set up, the latest change first; at most 100. */
  history: query('GET /settings/:component/history', { in: Which, out: all(Change), can: MANAGE }),
  /** Back to the settings of an earlier version; 0 = those it came with. What this release takes no more is left out. */
  goBack: command('POST /settings/:component/back', {
    in: Which.extend({ to: z.int().min(0).max(1_000_000_000) }),
    out: Set,
    can: MANAGE,
  }),
  get: query('GET /:component', { in: Which, out: State, can: MANAGE }),
  /** Switches a component on or off; what it keeps stays. Refused with the list of those that are in the way. */
  update: command('PATCH /:component', { in: Switch, out: State, can: MANAGE }),
  create: command('POST /', { in: Switch, out: State, can: MANAGE, status: 201 }),
  /** Forgets what was chosen: the component is as it came, on and with its own settings. */
  remove: command('DELETE /:component', { in: Which, out: State, can: MANAGE }),
})

const Told = z.object({ id: id(), tenant: id(), component: z.string() })

/** Holds from now on, everywhere. */
export const componentSwitched = event('component.switched', {
  payload: Told.extend({ is_on: z.boolean() }),
  about: ComponentState,
  can: 'signed_in',
  record: ({ id, component, is_on }) => ({ id, component, is_on }),
})

export const componentConfigured = event('component.configured', {
  payload: Told,
  about: ComponentState,
  can: MANAGE,
  record: ({ id, component }) => ({ id, component }),
})
