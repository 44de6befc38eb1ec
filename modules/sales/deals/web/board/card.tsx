// One deal on the board.
import { Menu, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Face, Link, Reference, useFormat, useLanguage, useNow, useT } from '#kernel/web/index.tsx'
import type { StageRow } from './use-board.ts'
import { nameIn } from '../naming.ts'
import type { Card } from './use-moving.ts'
import classes from './board.module.css'

const DAY_MS = 86_400_000

export type CardProps = {
  card: Card
  stage: StageRow
  stages: readonly StageRow[]
  mayMove: boolean
  isLifted: boolean
  isFocused: boolean
  onMoveTo: (stage: string) => void
  onKeyDown: (event: KeyboardEvent) => void
}

export function DealCard({ card, stage, stages, mayMove, isLifted, isFocused, onMoveTo, onKeyDown }: CardProps) {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const now = useNow()
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isFocused) element.current?.focus({ preventScroll: true })
  }, [isFocused])
  const days = Math.max(0, Math.floor((now - Date.parse(card.stage_since)) / DAY_MS))
  const isStale = stage.stale_days !== null && days >= stage.stale_days
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
    >
      <div className={classes['cardHead']}>
        <Link to={`/deals/${card.id}`} tabIndex={-1}>
          <bdi>{card.title}</bdi>
        </Link>
        {mayMove && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <UnstyledButton aria-label={t('deals.move_to')} data-no-drag>
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
        <span className={classes['days']}>{t('deals.days', { count: days })}</span>
        {card.owner && <Face id={card.owner} size={20} />}
      </div>
    </article>
  )
}
