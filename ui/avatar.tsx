// A person's face: initials on a colour of their own, the same everywhere.
import classes from './avatar.module.css'

/** One of eight hues, by name: the same person has the same colour on every screen. */
export function hueOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 1_000_003
  return sum % 8
}

export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /[\p{L}\p{N}]/u.exec(word ?? '')?.[0] ?? '',
  )
  return letters.join('').toLocaleUpperCase()
}

export type AvatarProps = {
  name: string
  size?: number
  /** The name stands beside it, so it need not be read out. */ decorative?: boolean
  /** What the person does here now. */ state?: 'viewing' | 'typing' | undefined
  /** The address of their picture; initials until there is one. */ picture?: string | null | undefined
  /** Whether they may be turned to, as a dot with a shape of its own, and the same in words. */
  standing?: { is: Standing; words: string } | null | undefined
}
export type Standing = 'online' | 'away' | 'busy' | 'do_not_disturb' | 'offline'

export function Avatar({ name, size = 24, decorative = false, state, picture, standing }: AvatarProps) {
  const said = standing ? `${name}: ${standing.words}` : name
  const label = decorative
    ? { 'aria-hidden': true as const, title: standing?.words }
    : { role: 'img', 'aria-label': said, title: said }
  return (
    <span
      className={classes['avatar']}
      data-hue={hueOf(name)}
      data-state={state}
      // Drawn by the style sheet: letters that stand in for a face are nothing to read out, search or copy.
      data-initials={picture ? '' : initialsOf(name)}
      style={{ '--size': `${size}px` } as React.CSSProperties}
      {...label}
    >
      {picture && <img className={classes['picture']} src={picture} alt="" draggable={false} />}
      {standing && <span className={classes['standing']} data-standing={standing.is} />}
    </span>
  )
}
