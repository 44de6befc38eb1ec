// What webhooks may be told of, for people and programs that choose.
import * as z from 'zod'
import { bare, type Event, hintsOf } from '#kernel/contract/index.ts'

/** Every public event with the schema of its data and the paths of what names a living person. */
export const catalogue = (events: readonly Event[]) =>
  events.map(({ name, payload }) => {
    const { $schema: _dialect, ...schema } = z.toJSONSchema(payload, { io: 'output', unrepresentable: 'any' })
    return { name, schema: schema as Record<string, unknown>, personal: personalIn(payload, '') }
  })

function personalIn(schema: z.ZodType, path: string): string[] {
  const inner = bare(schema)
  if (hintsOf(schema).personal) return [path]
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
      personalIn(field, path ? `${path}.${name}` : name),
    )
  if (inner instanceof z.ZodIntersection)
    return [inner.def.left, inner.def.right].flatMap((side) => personalIn(side as z.ZodType, path))
  if (inner instanceof z.ZodArray) return personalIn(inner.element as z.ZodType, `${path}[]`)
  return []
}
