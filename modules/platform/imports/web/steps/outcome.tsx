// What came of the rows, in figures: what would become of them, or what did.
import { useFormat, useT } from '#kernel/web/index.tsx'
import { type ImportRow, OUTCOMES } from '../../contract.ts'
import classes from '../imports.module.css'

export function Outcome({ run: { counts } }: { run: ImportRow }) {
  const t = useT()
  const format = useFormat()
  return (
    <div role="group" aria-label={t('import.counts')}>
      <dl className={classes['counts']}>
        {OUTCOMES.filter((outcome) => counts[outcome]).map((outcome) => (
          <div key={outcome}>
            <dt>{t(`import.outcome.${outcome}`)}</dt>
            <dd>{format.number(counts[outcome]!)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
