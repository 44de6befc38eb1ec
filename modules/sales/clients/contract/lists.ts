// Small lists that a tenant keeps for its clients: statuses and sources.
import { actions, choice, crud, entity, line, whole, yesNo } from '#kernel/contract/index.ts'

export const COLORS = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet'] as const

const written = () => ({
  name: line(100, { sortable: false }),
  color: choice(COLORS, { filterable: false }).default('gray'),
  /** Their order in menus. */
  position: whole({ sortable: true }, [0, 1_000]).default(100),
  /** What a new client gets where nothing is said; one of the list at most. */
  is_default: yesNo().default(false),
})

export const ClientStatus = entity('client_status', { table: 'client_statuses', written: written() })
export const ClientSource = entity('client_source', { table: 'client_sources', written: written() })

export const clientStatuses = actions('client_statuses', '/client-statuses', crud(ClientStatus, 'client_lists'))
export const clientSources = actions('client_sources', '/client-sources', crud(ClientSource, 'client_lists'))
