// A record that people live in: what it is, what happened, what belongs to it, side by side; one of the three at a time on a phone.
import { ActionIcon, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconLayoutSidebarRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useT } from '../language/hooks.tsx'
import { useKeptChoice } from '../list/use-kept-choice.ts'
import { Link } from '../shell/link.tsx'
import type { Neighbours } from './use-neighbours.ts'
import classes from './record.module.css'

export type RecordPanesProps = {
  /** Under which name it is kept what the person has folded. */
  name: string
  back: { to: string; label: string }
  title: ReactNode
  beside?: ReactNode
  actions?: ReactNode
  neighbours?: Neighbours
  /** Where it stands, across the whole page. */
  standing?: ReactNode
  properties: ReactNode
  children: ReactNode
  related: ReactNode
}

const PANES = ['centre', 'properties', 'related'] as const
type Pane = (typeof PANES)[number]

export function RecordPanes(props: RecordPanesProps) {
  const { name, back, title, beside, actions, neighbours, standing, properties, children, related } = props
  const t = useT()
  const [isHidden, setHidden] = useKeptChoice(`${name}.related_hidden`, false)
  // Where there is room for one only.
  const [pane, setPane] = useState<Pane>('centre')
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <Link to={back.to}>{back.label}</Link>
        <div className={classes['line']}>
          <h1 dir="auto">{title}</h1>
          {beside}
          <div className={classes['actions']}>
            {neighbours && (
              <>
                <Step
                  to={neighbours.previous}
                  label={t('record.previous')}
                  icon={<IconChevronLeft size={18} stroke={1.5} className="wn-mirrors" />}
                />
                <Step
                  to={neighbours.next}
                  label={t('record.next')}
                  icon={<IconChevronRight size={18} stroke={1.5} className="wn-mirrors" />}
                />
              </>
            )}
            {actions}
            <ActionIcon
              data-hint={t('record.related')}
              variant="subtle"
              color="gray"
              size="lg"
              className={classes['toRelated']!}
              aria-label={t('record.related')}
              aria-pressed={!isHidden}
              onClick={() => setHidden(!isHidden)}
            >
              <IconLayoutSidebarRight size={18} stroke={1.5} className="wn-mirrors" />
            </ActionIcon>
          </div>
        </div>
        {standing}
      </header>
      <SegmentedControl
        className={classes['choice']!}
        fullWidth
        aria-label={t('record.parts')}
        value={pane}
        onChange={(next) => setPane(next as Pane)}
        data={PANES.map((value) => ({ value, label: t(`record.${value}`) }))}
      />
      <div className={classes['panes']} data-related={isHidden ? 'hidden' : 'shown'} data-pane={pane}>
        <section className={classes['properties']} aria-label={t('record.properties')}>
          {properties}
        </section>
        <div className={classes['centre']}>{children}</div>
        {(!isHidden || pane === 'related') && (
          <aside className={classes['related']} aria-label={t('record.related')}>
            {related}
          </aside>
        )}
      </div>
    </div>
  )
}

function Step({ to, label, icon }: { to: string | null; label: string; icon: ReactNode }) {
  if (to === null)
    return (
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} disabled>
        {icon}
      </ActionIcon>
    )
  return (
    <ActionIcon component={Link} to={to} variant="subtle" color="gray" size="lg" aria-label={label} title={label}>
      {icon}
    </ActionIcon>
  )
}
