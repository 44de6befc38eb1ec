// Which column fills which field, with what stands in its first cells and how that is read.
import { NativeSelect } from '@mantine/core'
import { useFormat, useLanguage, useT } from '#kernel/web/index.tsx'
import type { Fillable, ImportKind, ImportRow } from '../../contract.ts'
import { dayIn, numberIn } from '../../contract/written.ts'
import classes from '../imports.module.css'
import type { Change } from './change.ts'

type Props = { run: ImportRow; kind: ImportKind; change: Change }

/** What a field is called in the reader's language. */
export function useFieldLabel(): (field: Fillable) => string {
  const t = useT()
  const { language } = useLanguage()
  return ({ label, labels }) =>
    label ? t(label as 'import_run.one') : (labels?.[language] ?? Object.values(labels ?? {})[0] ?? '')
}

export function Mapping({ run, kind, change }: Props) {
  const t = useT()
  const labelOf = useFieldLabel()
  const fields = [
    { value: '', label: t('import.ignored') },
    ...kind.fields.map((field) => ({ value: field.name, label: labelOf(field) })),
  ]
  const map = (at: number, name: string) =>
    change({
      mapping: run.columns.map((_column, place) => (place === at ? name || null : (run.mapping[place] ?? null))),
    })
  return (
    <table className={classes['columns']} aria-label={t('import.mapping')}>
      <thead>
        <tr>
          <th scope="col">{t('import.column')}</th>
          <th scope="col">{t('import.samples')}</th>
          <th scope="col">{t('import.field')}</th>
        </tr>
      </thead>
      <tbody>
        {run.columns.map(({ name, samples }, at) => {
          const field = kind.fields.find((one) => one.name === run.mapping[at])
          return (
            <tr key={`${name} ${String(at)}`}>
              <td>
                <bdi>{name}</bdi>
              </td>
              <td className={classes['samples']}>
                {samples.map((sample, place) => (
                  <Sample key={`${sample} ${String(place)}`} sample={sample} field={field} run={run} />
                ))}
              </td>
              <td>
                <NativeSelect
                  aria-label={t('import.field_of', { column: name })}
                  data={fields}
                  value={run.mapping[at] ?? ''}
                  onChange={({ currentTarget }) => map(at, currentTarget.value)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** A cell as it stands, and behind it what it means where that depends on how it is read. */
function Sample({ sample, field, run }: { sample: string; field: Fillable | undefined; run: ImportRow }) {
  const t = useT()
  const format = useFormat()
  const read = () => {
    if (field?.type === 'date') {
      const day = dayIn(sample, run.date_order)
      return day === null ? t('invalid.import.date') : format.date(`${day}T12:00:00Z`)
    }
    if (field?.type !== 'number') return null
    const value = numberIn(sample, run.decimal)
    return value === null ? t('invalid.import.number') : format.number(value)
  }
  const meaning = read()
  return (
    <div>
      <bdi>{sample}</bdi>
      {meaning !== null && (
        <>
          {' → '}
          <bdi>{meaning}</bdi>
        </>
      )}
    </div>
  )
}
