// A text with the words marked that were looked for. Ranges, never markup: what is shown is text.
import { Fragment } from 'react'
import classes from './found.module.css'

export type Ranges = readonly (readonly [number, number])[]

export function Marked({ text, marks }: { text: string; marks: Ranges }) {
  const parts = marks.map(([from, to], index) => ({
    before: text.slice(marks[index - 1]?.[1] ?? 0, from),
    at: from,
    word: text.slice(from, to),
  }))
  return (
    <>
      {parts.map(({ before, at, word }) => (
        <Fragment key={at}>
          {before}
          <mark className={classes['mark']}>{word}</mark>
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  )
}
