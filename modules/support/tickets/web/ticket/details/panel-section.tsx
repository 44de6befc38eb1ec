// A part of the panel beside a ticket: folded by its heading, and as it was left the next time.
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useKeptFlag } from '../../desk/kept-flag.ts'
import panel from './panel.module.css'
import classes from '../ticket.module.css'

/** `name` is what this device remembers it by. */
export function PanelSection({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  const [isFolded, setFolded] = useKeptFlag(`tickets.folded.${name}`)
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
