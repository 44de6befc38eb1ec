// A record that people live in: what it is, what happened, what belongs to it, side by side; below one another on a phone.
import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconLayoutSidebarRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
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
  properties: ReactNode
  children: ReactNode
  related: ReactNode
}

export function RecordPanes(props: RecordPanesProps) {
  const { name, back, title, beside, actions, neighbours, properties, children, related } = props
  const t = useT()
  const [isHidden, setHidden] = useKeptChoice(`${name}.related_hidden`, false)
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
      </header>
      <div className={classes['panes']} data-related={isHidden ? 'hidden' : 'shown'}>
        <section className={classes['properties']} aria-label={t('record.properties')}>
          {properties}
        </section>
        <div className={classes['centre']}>{children}</div>
        {!isHidden && (
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
