// What the handlers of letters work on.
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { Letter, type LetterRow } from '../contract.ts'

export const tables = [Letter] as const
export type LetterContext = Context<TablesOf<typeof tables>>
export const letterFields = Object.keys(Letter.fields) as (keyof LetterRow)[]

/** A value of a `jsonb` column as the driver takes it. */
export const json = <T>(value: T): T => JSON.stringify(value) as T
