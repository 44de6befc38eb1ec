import { ActionIcon, Button, Checkbox, SegmentedControl } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useT } from '../language/hooks.tsx'
import { moved, switched } from './column-order.ts'
import { DENSITIES, type Density } from './density.ts'
import classes from './list.module.css'

export type ColumnChoiceProps = {
  /** Everything there is, with its name. The first one always stays, and stays first. */
  offered: readonly { field: string; label: string }[]
  chosen: readonly string[]
  onColumns: (fields: readonly string[]) => void
  density: Density
  onDensity: (density: Density) => void
  onReset: () => void
  /** Without a table there are no columns to choose. */
  withColumns?: boolean
}

export default function ColumnChoice(props: ColumnChoiceProps) {
  const { offered, chosen, onColumns, density, onDensity, onReset, withColumns = true } = props
  const t = useT()
  const rest = offered.filter(({ field }) => !chosen.includes(field))
  const lines = [...chosen.flatMap((name) => offered.find(({ field }) => field === name) ?? []), ...rest]
  const shift = (field: string, by: 1 | -1) => (event: KeyboardEvent | React.MouseEvent) => {
    event.preventDefault()
    onColumns(moved(chosen, field, by))
  }
  return (
    <div className={classes['looks']}>
      <span className={classes['part']}>{t('list.density')}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('list.density')}
        data={DENSITIES.map((value) => ({ value, label: t(`list.densities.${value}`) }))}
        value={density}
        onChange={(value) => onDensity(value as Density)}
      />
      {withColumns && (
        <>
          <span className={classes['part']}>{t('list.columns')}</span>
          <ul className={classes['columns']} aria-label={t('list.columns')}>
            {lines.map(({ field, label }, at) => {
              const isChosen = chosen.includes(field)
              return (
                <li
                  key={field}
                  onKeyDown={(event) => {
                    if (!event.altKey || !isChosen || at === 0) return
                    if (event.key === 'ArrowUp') shift(field, -1)(event)
                    if (event.key === 'ArrowDown') shift(field, 1)(event)
                  }}
                >
                  <Checkbox
                    size="xs"
                    label={label}
                    checked={isChosen}
                    disabled={at === 0}
                    onChange={() => onColumns(switched(chosen, field))}
                  />
                  {isChosen && at > 0 && (
                    <span>
                      <ActionIcon
                        size="sm"
                        disabled={at === 1}
                        aria-label={t('list.move_up', { name: label })}
                        onClick={shift(field, -1)}
                      >
                        <IconArrowUp size={14} stroke={1.5} />
                      </ActionIcon>
                      <ActionIcon
                        size="sm"
                        disabled={at === chosen.length - 1}
                        aria-label={t('list.move_down', { name: label })}
                        onClick={shift(field, 1)}
                      >
                        <IconArrowDown size={14} stroke={1.5} />
                      </ActionIcon>
                    </span>
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onReset}>
        {t('list.as_usual')}
      </Button>
    </div>
  )
}
