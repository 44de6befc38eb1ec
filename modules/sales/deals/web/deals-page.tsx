// Deals: the list, unless the person was at the board last and asks for nothing that only the list can show.
import { useEffect } from 'react'
import { useAddress } from '#kernel/web/index.tsx'
import { ListPage } from './list/list-page.tsx'
import { BOARD, useKeptShow } from './show.tsx'

/** What the board understands as well. */
const OF_BOTH = ['new', 'client', 'owner']

export default function DealsPage() {
  const { search, go } = useAddress()
  const [kept, keep] = useKeptShow()
  const isBoard = kept === 'board' && Object.keys(search).every((name) => OF_BOTH.includes(name))
  const asked = new URLSearchParams(search).toString()
  useEffect(() => {
    if (isBoard) go(asked ? `${BOARD}?${asked}` : BOARD, { replace: true })
    else if (kept !== 'list') keep('list')
  }, [isBoard, asked, kept, keep, go])
  return isBoard ? null : <ListPage />
}
