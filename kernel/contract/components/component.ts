// A component: what of the platform can be switched and set up for each tenant by itself.
import * as z from 'zod'
import { entity, type Entity } from '../entity.ts'
import { line, structure, yesNo } from '../fields.ts'

/**
 * A module as tenants know it. Its texts are `component.<id>.title` and `.text`. `needs` are other components with the ranges
 * of their versions; `always` = the platform does not work without it. `settings` are made by `settingsOf`.
 */
export type Component = {
  id: string
  /** Three numbers (semver.org): a new first one says that what others use of it has changed. */
  version: string
  needs: Readonly<Record<string, string>>
  always: boolean
  settings?: Entity
  /** How it looks, by the names of `app/web/public/pictures`; what is seen on each is `component.<id>.<picture>`. */
  pictures: readonly string[]
}
type Spec = {
  version: string
  needs?: Component['needs']
  always?: boolean
  settings?: Entity
  pictures?: Component['pictures']
}

export const component = (id: string, { needs = {}, always = false, pictures = [], ...spec }: Spec): Component => ({
  id,
  needs,
  always,
  pictures,
  ...spec,
})

/** What a tenant may set up of a component: fields as entities have them, each with a default. Texts: `<name>.<field>`. */
export const settingsOf = <const N extends string, F extends Record<string, z.ZodType>>(name: N, fields: F) =>
  entity(name, { table: '', written: fields, audited: false })

/** How a component stands for a tenant. One without a record is on, with the settings that it came with. */
export const ComponentState = entity('component', {
  table: 'component_states',
  written: {
    component: line(50),
    is_on: yesNo(),
    settings: structure(z.record(z.string().max(60), z.any())).default({}),
  },
})
