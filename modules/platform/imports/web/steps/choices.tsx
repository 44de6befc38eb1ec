// What becomes of rows whose record is there already.
import { NativeSelect } from '@mantine/core'
import { useT } from '#kernel/web/index.tsx'
import { type ImportKind, type ImportRow, ON_MATCH, ON_REMOVED } from '../../contract.ts'
import classes from '../imports.module.css'
import type { Change } from './change.ts'
import { useFieldLabel } from './mapping.tsx'

export function Choices({ run, kind, change }: { run: ImportRow; kind: ImportKind; change: Change }) {
  const t = useT()
  const labelOf = useFieldLabel()
  const identity = kind.identity.flatMap((name) => kind.fields.find((field) => field.name === name) ?? []).map(labelOf)
  return (
    <div className={classes['controls']}>
      <NativeSelect
        label={t('import.on_match')}
        description={t('import.identity', { fields: identity.join(', ') })}
        data={ON_MATCH.map((value) => ({ value, label: t(`import.on_match.${value}`) }))}
        value={run.on_match}
        onChange={({ currentTarget }) => change({ on_match: currentTarget.value as 'skip' })}
      />
      <NativeSelect
        label={t('import.on_removed')}
        data={ON_REMOVED.map((value) => ({ value, label: t(`import.on_removed.${value}`) }))}
        value={run.on_removed}
        onChange={({ currentTarget }) => change({ on_removed: currentTarget.value as 'skip' })}
      />
    </div>
  )
}
