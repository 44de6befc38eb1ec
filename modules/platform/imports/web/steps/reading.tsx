// How the file is read: what was guessed, and may be changed. The samples below follow.
import { Checkbox, NativeSelect } from '@mantine/core'
import { useT } from '#kernel/web/index.tsx'
import { DATE_ORDERS, DECIMALS, DELIMITERS, ENCODINGS, type ImportRow } from '../../contract.ts'
import classes from '../imports.module.css'
import type { Change } from './change.ts'

type Props = { run: ImportRow; change: Change; isBusy: boolean }

const DELIMITER_WORDS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const

export function Reading({ run, change, isBusy }: Props) {
  const t = useT()
  const { format } = run
  return (
    <div className={classes['controls']}>
      {format.kind === 'csv' && (
        <>
          <NativeSelect
            label={t('import.encoding')}
            data={[...ENCODINGS]}
            value={format.encoding}
            disabled={isBusy}
            onChange={({ currentTarget }) => change({ format: { encoding: currentTarget.value as 'utf-8' } })}
          />
          <NativeSelect
            label={t('import.delimiter')}
            data={DELIMITERS.map((value) => ({ value, label: t(`import.delimiter.${DELIMITER_WORDS[value]}`) }))}
            value={format.delimiter}
            disabled={isBusy}
            onChange={({ currentTarget }) => change({ format: { delimiter: currentTarget.value as ',' } })}
          />
        </>
      )}
      <NativeSelect
        label={t('import.date_order')}
        data={DATE_ORDERS.map((value) => ({ value, label: t(`import.date_order.${value}`) }))}
        value={run.date_order}
        disabled={isBusy}
        onChange={({ currentTarget }) => change({ date_order: currentTarget.value as 'dmy' })}
      />
      <NativeSelect
        label={t('import.decimal')}
        data={DECIMALS.map((value) => ({ value, label: t(`import.decimal.${value}`) }))}
        value={run.decimal}
        disabled={isBusy}
        onChange={({ currentTarget }) => change({ decimal: currentTarget.value as 'comma' })}
      />
      {format.kind !== 'vcard' && (
        <Checkbox
          label={t('import.header')}
          checked={format.header}
          disabled={isBusy}
          onChange={({ currentTarget }) => change({ format: { header: currentTarget.checked } })}
        />
      )}
    </div>
  )
}
