import type { FieldRead } from '#kernel/contract/index.ts'
import { useCustomFields } from '#kernel/web/index.tsx'

/** The organisation's own fields that the list can be filtered by at this moment. */
export const useOwnFilters = (): readonly FieldRead[] =>
  useCustomFields('ticket').filter(({ filterable, ready }) => filterable && ready)
