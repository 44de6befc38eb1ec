// Deals are shown as a board or as a list: as the person saw them last.
import { SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconLayoutKanban, IconList } from '@tabler/icons-react'
import { useAddress, useKeptChoice, useT } from '#kernel/web/index.tsx'
import classes from './board/board.module.css'

type Show = 'board' | 'list'
export const BOARD = '/deals/board'
const LIST = '/deals'

export const useKeptShow = () => useKeptChoice<Show>('deal.show', 'board')

export function ShowSwitch({ shown }: { shown: Show }) {
  const t = useT()
  const { search, go } = useAddress()
  const [, keep] = useKeptShow()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const named = (text: string, Icon: typeof IconList) =>
    phone ? (
      <>
        <Icon size={18} stroke={1.5} className={classes['sign']!} aria-hidden="true" />
        <span className="wn-hidden">{text}</span>
      </>
    ) : (
      text
    )
  return (
    <SegmentedControl
      aria-label={t('deals.show')}
      value={shown}
      onChange={(next) => {
        keep(next as Show)
        // What narrows the one narrows the other.
        const asked = new URLSearchParams(search).toString()
        go(`${next === 'board' ? BOARD : LIST}${asked && `?${asked}`}`)
      }}
      data={[
        { value: 'board', label: named(t('deals.board'), IconLayoutKanban) },
        { value: 'list', label: named(t('deals.list'), IconList) },
      ]}
    />
  )
}
