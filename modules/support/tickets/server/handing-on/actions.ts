// What handing on adds to the tickets' module.
import { implement } from '#kernel/server/module.ts'
import { handingOn } from '../../contract/handing-on.ts'
import { tables, type TagTable } from '../tables.ts'
import { escalate, transfer } from './hand-on.ts'

export const handingOnActions = implement(handingOn, { tables, extra: {} as TagTable }, { transfer, escalate })
