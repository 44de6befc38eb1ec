// One deal on the board. Hundreds are drawn while somebody scrolls: few parts each, and none drawn anew for another.
import { memo, useEffect, useRef } from 'react'
import { Face, Reference, RowLink, useFormat, useLanguage, useT } from '#kernel/web/index.tsx'
import { daysIn, nameIn } from '../naming.ts'
import { standing } from '../standing.ts'
import { MoveMenu } from './move-menu.tsx'
import { NextTaskSign } from './next-task.tsx'
import type { Cell } from './moving/lifted.ts'
import type { Tools } from './moving/use-lifting.ts'
import type { Card } from './moving/use-moving.ts'
import type { StageRow } from './use-board.ts'
import classes from './board.module.css'

export type CardProps = {
  card: Card
  cell: Cell
  stage: StageRow
  tools: Tools
  now: number
  mayMove: boolean
  isLifted: boolean
  /** Takes the focus, and tells so. */
  isFocused: boolean
  /** In px, from the top of its cell. */
  start: number
}

export const DealCard = memo(function DealCard(props: CardProps) {
  const { card, cell, stage, tools, now, mayMove, isLifted, isFocused, start } = props
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isFocused) return
    element.current?.focus({ preventScroll: true })
    tools.onFocused()
  }, [isFocused, tools])
  const { days, isStale } = standing(card, stage, now)
  const amount = format.money(card.amount / 100, card.currency)
  return (
    <article
      ref={element}
      className={classes['card']}
      style={{ insetBlockStart: start }}
      tabIndex={0}
      data-card={card.id}
      data-stale={isStale || undefined}
      data-lifted={isLifted || undefined}
      data-draggable={mayMove || undefined}
      aria-roledescription={t('deals.card')}
      aria-label={t('deals.card_says', { title: card.title, amount, stage: nameIn(stage, language) })}
      aria-describedby={mayMove ? 'deals-keys' : undefined}
      onKeyDown={(event) => tools.onKeyDown(card, event)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) tools.onLeave(card)
      }}
    >
      <div className={classes['cardHead']}>
        <RowLink to={`/deals/${card.id}`} tabIndex={-1} draggable={false}>
          <bdi>{card.title}</bdi>
        </RowLink>
        {mayMove && <MoveMenu card={card} cell={cell} tools={tools} />}
      </div>
      <div className={classes['client']}>
        <span>
          <Reference entity="client" id={card.client} plain />
        </span>
        <NextTaskSign deal={card.id} now={now} />
      </div>
      <div className={classes['cardFoot']}>
        <strong className="wn-figures">{amount}</strong>
        <span
          className={classes['days']}
          {...(isStale ? { title: t('deals.stale', { count: stage.stale_days ?? 0 }) } : {})}
        >
          {daysIn(t, days)}
        </span>
        {card.owner && <Face id={card.owner} size={20} />}
      </div>
    </article>
  )
})
