// What modules know of a record of any kind, on its page beside what belongs to it.
import { type Entity, slot } from '../../contract/index.ts'

export const recordAside = slot<{ entity: Pick<Entity, 'name'>; id: string }>('record.aside')
