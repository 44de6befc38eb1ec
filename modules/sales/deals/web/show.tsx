// Deals are shown as a board or as a list: as the person saw them last.
import { SegmentedControl } from '@mantine/core'
import { useAddress, useKeptChoice, useT } from '#kernel/web/index.tsx'

type Show = 'board' | 'list'
export const BOARD = '/deals/board'
const LIST = '/deals'

export const useKeptShow = () => useKeptChoice<Show>('deal.show', 'board')

export function ShowSwitch({ shown }: { shown: Show }) {
  const t = useT()
  const { search, go } = useAddress()
  const [, keep] = useKeptShow()
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
        { value: 'board', label: t('deals.board') },
        { value: 'list', label: t('deals.list') },
      ]}
    />
  )
}
