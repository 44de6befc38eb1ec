// A part of the panel beside a ticket: folded by its heading, and as it was left the next time.
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useKeptChoice } from '#kernel/web/index.tsx'
import panel from './panel.module.css'
import classes from '../ticket.module.css'

type Props = {
  /** What it is remembered by. */
  name: string
  title: string
  /** Beside the heading, folded or not. */
  action?: ReactNode
  children: ReactNode
}

export function PanelSection({ name, title, action, children }: Props) {
  const [isFolded, setFolded] = useKeptChoice(`tickets.folded.${name}`, false)
  const inside = useId()
  return (
    <section aria-label={title} className={classes['section']}>
      <div className={panel['head']}>
        <h2>
          <button
            type="button"
            className={panel['fold']}
            aria-expanded={!isFolded}
            aria-controls={inside}
            onClick={() => setFolded(!isFolded)}
          >
            {title}
            <IconChevronDown size={14} stroke={1.5} aria-hidden />
          </button>
        </h2>
        {action}
      </div>
      <div id={inside} hidden={isFolded} className={panel['inside']}>
        {!isFolded && children}
      </div>
    </section>
  )
}
