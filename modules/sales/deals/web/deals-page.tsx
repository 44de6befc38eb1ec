// Deals: the list, unless the person was at the board last and asks for nothing that only the list can show.
import { lazy, Suspense, useEffect } from 'react'
import { RowsSkeleton, useAddress } from '#kernel/web/index.tsx'
import { usePipeline } from './board/use-board.ts'
import { BOARD, useKeptShow } from './show.tsx'

const ListPage = lazy(() => import('./list/list-page.tsx'))

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
  if (isBoard) return <BoardAhead />
  return (
    <Suspense fallback={<RowsSkeleton height={40} />}>
      <ListPage />
    </Suspense>
  )
}

/** Asks what the board is going to ask while its code comes. */
function BoardAhead() {
  usePipeline(undefined)
  return null
}
