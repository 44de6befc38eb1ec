// How many records are chosen, what can be done with them, and the way to choose all of the result.
import { Button, CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../language/hooks.tsx'
import classes from './list.module.css'
import type { Selecting } from './use-selection.ts'

type Props = {
  selecting: Selecting
  /** Of the whole result, and what to call it: `100,000+` where counting stopped. */
  total: number | undefined
  totalWords: string
  loaded: number
  /** Buttons for what can be done. */
  children?: ReactNode
}

export function SelectionBar({ selecting, total, totalWords, loaded, children }: Props) {
  const t = useT()
  const format = useFormat()
  const { count, isAll, overall } = selecting
  const words = isAll && count === total ? totalWords : format.number(count)
  const mayTakeAll = !isAll && overall === 'all' && (total ?? loaded) > loaded
  return (
    <>
      <div className="wn-hidden" role="status">
        {count > 0 ? t('list.selected', { number: words }) : ''}
      </div>
      {count > 0 && (
        <section className={classes['bar']} aria-label={t('list.selection')}>
          <CloseButton size="sm" aria-label={t('list.clear_selection')} onClick={selecting.clear} />
          <span className={classes['chosen']}>{t('list.selected', { number: words })}</span>
          {mayTakeAll && (
            <Button size="compact-sm" variant="subtle" onClick={selecting.selectAll}>
              {t('list.select_all', { number: totalWords })}
            </Button>
          )}
          <div className={classes['doing']}>{children}</div>
        </section>
      )}
    </>
  )
}
