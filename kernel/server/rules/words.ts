// Words of a rule with places that the record fills: {{title}}, {{rule}}, {{link}} and any plain field.
import { hintsOf, valueIn } from '../../contract/index.ts'
import type { Doing } from './step.ts'

const PLACE = /\{\{\s*([\w.]{1,60})\s*\}\}/g

/** What names nothing stays as it stands, so that its writer sees it. `base` is the address of the platform. */
export function filled(text: string, { ruled, record, rule }: Doing, base: string): string {
  return text.replaceAll(PLACE, (whole, name: string) => {
    if (name === 'title') return ruled.named(record)
    if (name === 'rule') return rule.name
    if (name === 'link') return base + ruled.link(record)
    const value = valueIn(record, name)
    if (value === undefined) return whole
    const schema = ruled.of.fields[name]
    if (typeof value === 'number' && schema && hintsOf(schema).control === 'money') return (value / 100).toFixed(2)
    return Array.isArray(value) ? value.join(', ') : value === null ? '' : String(value)
  })
}
