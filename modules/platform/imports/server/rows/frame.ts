// What is asked once for many pieces: fields, words of choices and references, the rules of the kind.
import { Problem } from '#kernel/contract/index.ts'
import { fillable, type Importable, type ImportRules } from '#kernel/server/imports/importable.ts'
import * as z from 'zod'
import type { ImportRow } from '../../contract.ts'
import { fieldsFor } from '../mapping/fields.ts'
import { wordsFor } from '../mapping/words.ts'
import type { ImportContext } from '../tables.ts'
import type { Reading } from './values.ts'

export type Frame = { kind: Importable; reading: Reading; rules: ImportRules; draft: z.ZodType; patch: z.ZodType }

export function kindOf({ platform }: Pick<ImportContext, 'platform'>, entity: string): Importable {
  const kind = platform.importables.get(entity)
  if (!kind) throw new Problem('import_run.no_kind', 422, { entity })
  return kind
}

export async function frameOf(context: ImportContext, run: ImportRow): Promise<Frame> {
  const kind = kindOf(context, run.entity)
  const fields = new Map((await fieldsFor(context, kind)).map((field) => [field.name, field]))
  const words = await wordsFor(context, kind, new Set(run.mapping.filter((name) => name !== null)))
  const rules = await kind.rules(context)
  const shape = fillable(kind)
  const partial = Object.entries(shape).map(([name, schema]) => [name, withoutDefault(schema).optional()] as const)
  return {
    kind,
    reading: { run, fields, words },
    rules,
    draft: z.strictObject({ ...shape, ...left(kind) }),
    patch: z.strictObject(Object.fromEntries(partial)),
  }
}

/** Fields that no file fills have their defaults. */
const left = ({ of, leaves = [] }: Importable) =>
  Object.fromEntries(leaves.map((name) => [name, (of.draft.shape as Record<string, z.ZodType>)[name]!]))

const withoutDefault = (schema: z.ZodType) => (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema)
