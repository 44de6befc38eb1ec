import * as z from 'zod'
import { component, ComponentState, invalid, parse } from '#kernel/contract/index.ts'
import { neededBy } from '#kernel/server/components/check.ts'
import type { Context } from '#kernel/server/context.ts'
import { hears, implement, serverModule } from '#kernel/server/module.ts'
import { componentConfigured, components, componentSwitched } from '../contract.ts'
import { history, settingsAt } from './history.ts'
import { componentOf, isOnIn, keep, keptOf, lockedOf, refuseStale, settingsIn, stateOf } from './states.ts'
import { switchTo, titleOf } from './switch.ts'

const own = implement(
  components,
  { tables: [ComponentState] },
  {
    async list(context: Context) {
      const kept = await keptOf(context)
      return { items: context.platform.components.all.map((one) => stateOf(context, one, kept)) }
    },
    get: async (context: Context, { component: id }) =>
      stateOf(context, componentOf(context, id), await keptOf(context)),

    async catalog(context: Context) {
      const { components: book, texts } = context.platform
      return {
        items: book.all.map(({ id, version, always, needs, settings, pictures }) => ({
          id,
          version,
          area: book.areaOf(id),
          title: titleOf(context, id),
          description: texts.t(context.actor.language, `component.${id}.text`),
          always,
          needs: { ...needs },
          needed_by: neededBy(book.all, id),
          permissions: [...book.permissionsOf(id)],
          pictures: pictures.map((name) => ({
            name,
            address: `/pictures/${name}.webp`,
            text: texts.t(context.actor.language, `component.${id}.${name}`),
          })),
          settings_name: settings?.name ?? null,
          settings: settings
            ? (z.toJSONSchema(settings.draft, { io: 'input', unrepresentable: 'any' }) as unknown as Record<
                string,
                never
              >)
            : null,
        })),
      }
    },
    async dependencies(context: Context) {
      const { all } = context.platform.components
      const kept = await keptOf(context)
      return {
        items: all.map(({ id, needs }) => ({
          id,
          needs: Object.entries(needs).map(([wanted, range]) => {
            const other = componentOf(context, wanted)
            return { id: wanted, range, release: other.version, is_on: isOnIn(kept, other) }
          }),
          needed_by: neededBy(all, id),
        })),
      }
    },

    async allSettings(context: Context) {
      const kept = await keptOf(context)
      return {
        items: context.platform.components.all
          .filter(({ settings }) => settings)
          .map((one) => stateOf(context, one, kept))
          .map(({ id, settings, version }) => ({ id, settings, version })),
      }
    },
    async settings(context: Context, { component: id }) {
      const { settings, version } = stateOf(context, componentOf(context, id), await keptOf(context))
      return { id, settings, version }
    },
    async configure(context: Context, { component: id, ...wanted }) {
      const one = componentOf(context, id)
      const kept = await lockedOf(context)
      refuseStale(context, kept.get(id))
      if (!one.settings) {
        const [first] = Object.keys(wanted)
        if (first !== undefined) throw invalid([{ pointer: `/${first}`, code: 'unknown_field' }])
        return { id, settings: {}, version: Number(kept.get(id)?.version ?? 0) }
      }
      const changes = parse(one.settings.patch, wanted) as Record<string, never>
      const before = kept.get(id)
      const row = await setUp(context, id, { ...settingsIn(one, before), ...changes })
      return { id, settings: settingsIn(one, row), version: Number(row.version) }
    },

    history,
    async goBack(context: Context, { component: id, to }) {
      const one = componentOf(context, id)
      const kept = await lockedOf(context)
      refuseStale(context, kept.get(id))
      const before = await settingsAt(context, id, to)
      // Written as it was chosen then, so that what was left as it comes follows later releases again.
      const row = await setUp(context, id, before as Record<string, never>)
      return { id, settings: settingsIn(one, row), version: Number(row.version) }
    },

    create: (context: Context, { component: id, is_on }) => switchTo(context, id, is_on),
    update: (context: Context, { component: id, is_on }) => switchTo(context, id, is_on),
    async remove(context: Context, { component: id }) {
      const before = await switchTo(context, id, true)
      const kept = await lockedOf(context)
      if (!kept.has(id)) return before
      kept.set(id, await setUp(context, id, {}))
      return stateOf(context, componentOf(context, id), kept)
    },
  },
)

async function setUp(context: Context, id: string, settings: Record<string, never>) {
  const row = await keep(context, id, { settings })
  context.emit(componentConfigured, { id: row.id, tenant: context.actor.tenant_id, component: id })
  return row
}

export default serverModule({
  name: 'platform/components',
  component: component('components', { version: '1.0.0', always: true }),
  actions: own,
  events: [componentSwitched, componentConfigured],
  hears: [
    hears(componentSwitched, ({ components: book }, told) => {
      book.switched(told.tenant, told.component, told.is_on)
      void book.refresh()
    }),
    hears(componentConfigured, ({ components: book }) => void book.refresh()),
  ],
})
