// A part of the panel beside a ticket: folded by its heading, and as it was left the next time.
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useKeptChoice } from '#kernel/web/index.tsx'
import panel from './panel.module.css'
import classes from '../ticket.module.css'

/** `name` is what it is remembered by. */
export function PanelSection({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const [isFolded, setFolded] = useKeptChoice(`tickets.folded.${name}`, false)
  const inside = useId()
  return (
    <section aria-label={title} className={classes['section']}>
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
      <div id={inside} hidden={isFolded} className={panel['inside']}>
        {!isFolded && children}
      </div>
    </section>
  )
}
