// Places on the page of a record of any kind, for modules that work with all of them.
import { type Entity, slot } from '../../contract/index.ts'

/** What modules know of a record, beside what belongs to it. */
export const recordAside = slot<{ entity: Pick<Entity, 'name'>; id: string }>('record.aside')
/** What can be begun about a record, where its composer is; `compact` where there is room for a sign alone. */
export const recordTools = slot<{ entity: Pick<Entity, 'name'>; id: string; compact?: boolean }>('record.tools')
