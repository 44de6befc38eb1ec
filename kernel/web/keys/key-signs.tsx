// A key to press, for the eyes and for those who listen.
import { Kbd } from '#ui/kbd.tsx'
import { printed } from './combo.ts'
import { inWords } from './use-shortcuts.ts'
import classes from './keys.module.css'

export function KeySigns({ combos }: { combos: readonly string[] }) {
  return (
    <span className={classes['signs']}>
      {combos.map((combo) => (
        <span key={combo} className={classes['sign']}>
          {printed(combo).map((press, index) => (
            <Kbd key={index} keys={press.join('+')} />
          ))}
          <span className="wn-hidden">{inWords(combo)}</span>
        </span>
      ))}
    </span>
  )
}
