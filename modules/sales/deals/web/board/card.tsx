// One deal on the board.
import { UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Face, Link, Reference, useFormat, useLanguage, useNow, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import type { StageRow } from './use-board.ts'
import { nameIn } from '../naming.ts'
import { standing } from '../standing.ts'
import type { Card } from './use-moving.ts'
import classes from './board.module.css'

export type CardProps = {
  card: Card
  stage: StageRow
  stages: readonly StageRow[]
  mayMove: boolean
  isLifted: boolean
  /** Takes the focus, and tells so. */
  isFocused: boolean
  onFocused: () => void
  onMoveTo: (stage: string) => void
  onKeyDown: (event: KeyboardEvent) => void
  onLeave: () => void
}

export function DealCard(props: CardProps) {
  const { card, stage, stages, mayMove, isLifted, isFocused, onFocused, onMoveTo, onKeyDown, onLeave } = props
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const now = useNow()
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isFocused) return
    element.current?.focus({ preventScroll: true })
    onFocused()
    // oxlint-disable-next-line react/exhaustive-deps -- once
  }, [isFocused])
  const { days, isStale } = standing(card, stage, now)
  return (
    <article
      ref={element}
      className={classes['card']}
      tabIndex={0}
      data-card={card.id}
      data-stale={isStale || undefined}
      data-lifted={isLifted || undefined}
      aria-roledescription={t('deals.card')}
      aria-label={t('deals.card_says', {
        title: card.title,
        amount: format.money(card.amount / 100, card.currency),
        stage: nameIn(stage, language),
      })}
      aria-describedby={mayMove ? 'deals-keys' : undefined}
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onLeave()
      }}
    >
      <div className={classes['cardHead']}>
        <Link to={`/deals/${card.id}`} tabIndex={-1}>
          <bdi>{card.title}</bdi>
        </Link>
        {mayMove && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <UnstyledButton aria-label={t('deals.move_to')}>
                <IconDots size={16} stroke={1.5} />
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('deals.move_to')}</Menu.Label>
              {stages
                .filter(({ id }) => id !== card.stage)
                .map((one) => (
                  <Menu.Item key={one.id} onClick={() => onMoveTo(one.id)}>
                    {nameIn(one, language)}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={classes['client']}>
        <Reference entity="client" id={card.client} plain />
      </div>
      <div className={classes['cardFoot']}>
        <strong className="wn-figures">{format.money(card.amount / 100, card.currency)}</strong>
        <span
          className={classes['days']}
          {...(isStale ? { title: t('deals.stale', { count: stage.stale_days ?? 0 }) } : {})}
        >
          {t('deals.days', { count: days })}
        </span>
        {card.owner && <Face id={card.owner} size={20} />}
      </div>
    </article>
  )
}
