// The board without lanes: a column a stage.
import { memo, useEffect, useMemo, useRef } from 'react'
import { useLanguage } from '#kernel/web/index.tsx'
import { nameIn } from '../naming.ts'
import { Cards, type CardsProps } from './cards.tsx'
import { StageHead } from './head.tsx'
import type { Total } from './use-board.ts'
import classes from './board.module.css'

const PAGE = 50

type Props = Omit<CardsProps, 'cell' | 'page' | 'label' | 'isAsked'> & { total: Total | undefined }

export const Column = memo(function Column({ total, ...cards }: Props) {
  const { stage, isByKeys, spot } = cards
  const { language } = useLanguage()
  const frame = useRef<HTMLElement>(null)
  const isWalkedInto = isByKeys && spot !== null
  useEffect(() => {
    if (isWalkedInto) frame.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isWalkedInto])
  const name = nameIn(stage, language)
  const cell = useMemo(() => ({ stage: stage.id, lane: null }), [stage.id])
  return (
    <section ref={frame} className={classes['column']} aria-label={name} data-stage={stage.id} data-kind={stage.kind}>
      <StageHead stage={stage} name={name} total={total} />
      <Cards {...cards} cell={cell} page={PAGE} />
    </section>
  )
})
