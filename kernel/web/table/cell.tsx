// A field's value, drawn by what the field is.
import { IconCheck, IconMinus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { choicesOf, type Entity, hintsOf, type Row } from '../../contract/index.ts'
import { Time, useFormat, useT } from '../language/hooks.tsx'
import { Reference } from '../references/reference.tsx'
import type { Column } from './entity-table.tsx'
import classes from './table.module.css'

/** What a column shows of a row. */
export const valueOf = <E extends Entity>(
  of: E,
  { field, cell }: Column<Partial<Row<E>>>,
  row: Partial<Row<E>>,
): ReactNode => (cell ? cell(row) : <Cell of={of} field={field} value={(row as Record<string, unknown>)[field]} />)

function Cell({ of, field, value }: { of: Entity; field: string; value: unknown }) {
  const t = useT()
  const format = useFormat()
  const schema = of.fields[field]
  const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (!schema || empty) return <span className={classes['empty']}>{'—'}</span>
  const { control, refers } = hintsOf(schema)
  if (refers && Array.isArray(value)) {
    return (
      <span className={classes['several']}>
        {value.map((id: string) => (
          <Reference key={id} entity={refers} id={id} plain />
        ))}
      </span>
    )
  }
  if (refers) return <Reference entity={refers} id={value as string} />
  if (choicesOf(schema).length > 0) return t(`${of.name}.${field}.${String(value)}`)
  if (control === 'instant') return <Time at={value as string} short />
  if (control === 'whole') return <span className="wn-figures">{format.number(value as number)}</span>
  if (control === 'money') return <span className="wn-figures">{format.number((value as number) / 100)}</span>
  // Noon: no zone moves it to another day.
  if (control === 'day') return format.date(`${value as string}T12:00:00Z`)
  if (control === 'yes_no') return <YesNo value={value === true} />
  if (Array.isArray(value)) return format.list(value.map(String))
  return <bdi>{String(value)}</bdi>
}

function YesNo({ value }: { value: boolean }) {
  const t = useT()
  const Sign = value ? IconCheck : IconMinus
  return (
    <span className={classes['yesNo']}>
      <Sign size={16} stroke={1.5} aria-hidden="true" />
      {t(value ? 'yes' : 'no')}
    </span>
  )
}
