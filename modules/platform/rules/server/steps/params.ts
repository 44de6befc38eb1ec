// Parameters whose control depends on the kind of record: which people, which addresses, which field.
import * as z from 'zod'
import { bare } from '#kernel/contract/index.ts'

const controls = new WeakMap<z.ZodType, string>()
const drawnAs = <T extends z.ZodType>(control: string, schema: T): T => {
  controls.set(schema, control)
  return schema
}
export const specialControl = (schema: z.ZodType): string | undefined => controls.get(bare(schema))

const roles = (control: string) => drawnAs(control, z.array(z.string().min(1).max(50)).max(10))
/** Roles in which a record names people: `owner`. */
export const peopleRoles = () => roles('people')
/** Roles in which a record names addresses outside: `client`. */
export const addressRoles = () => roles('addresses')
export const settableField = () => drawnAs('field', z.string().min(1).max(50))
export const settableValue = () => drawnAs('value', z.unknown())
