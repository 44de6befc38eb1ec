// Where a card may go without being dragged: another stage, another lane.
import { IconDots } from '@tabler/icons-react'
import { createContext, useContext } from 'react'
import { useLanguage, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { nameIn } from '../naming.ts'
import type { Cell } from './moving/lifted.ts'
import type { Tools } from './moving/use-lifting.ts'
import type { Card } from './moving/use-moving.ts'
import type { StageRow } from './use-board.ts'
import classes from './board.module.css'

export type Goals = {
  stages: readonly StageRow[]
  /** None where the board is not divided. */
  lanes: readonly { value: string | null; name: string }[]
}
export const GoalsOfBoard = createContext<Goals>({ stages: [], lanes: [] })

type Props = { card: Card; cell: Cell; tools: Tools }

export function MoveMenu(props: Props) {
  const t = useT()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className={classes['move']!} aria-label={t('deals.move_to')}>
          <IconDots size={16} stroke={1.5} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes['goals']!}>
        <Offered {...props} />
      </Menu.Dropdown>
    </Menu>
  )
}

function Offered({ card, cell, tools }: Props) {
  const t = useT()
  const { language } = useLanguage()
  const { stages, lanes } = useContext(GoalsOfBoard)
  const others = lanes.filter(({ value }) => value !== cell.lane)
  return (
    <>
      <Menu.Label>{t('deals.move_to')}</Menu.Label>
      {stages
        .filter(({ id }) => id !== cell.stage)
        .map((one) => (
          <Menu.Item key={one.id} onClick={() => tools.moveTo(card, { stage: one.id, lane: cell.lane })}>
            {nameIn(one, language)}
          </Menu.Item>
        ))}
      {others.length > 0 && <Menu.Label>{t('deals.move_to_lane')}</Menu.Label>}
      {others.map(({ value, name }) => (
        <Menu.Item key={`lane ${value}`} onClick={() => tools.moveTo(card, { stage: cell.stage, lane: value })}>
          <bdi>{name}</bdi>
        </Menu.Item>
      ))}
    </>
  )
}
