// Text as people wrote it: line breaks kept, links live, quotes folded.
import { useState } from 'react'
import { useT } from '#kernel/web/index.tsx'
import { passagesOf } from './passages.ts'
import classes from './thread.module.css'

export function Prose({ text }: { text: string }) {
  const t = useT()
  if (text.trim() === '') return <p className={classes['noText']}>{t('tickets.no_text')}</p>
  return (
    <div className={classes['text']} dir="auto">
      {passagesOf(text).map((passage, index) =>
        passage.href ? (
          <a key={index} href={passage.href} target="_blank" rel="noreferrer noopener">
            {passage.text}
          </a>
        ) : (
          passage.text
        ),
      )}
    </div>
  )
}

export function Quote({ text, unfolded = false }: { text: string; unfolded?: boolean }) {
  const t = useT()
  const [shown, setShown] = useState(false)
  if (unfolded)
    return (
      <blockquote className={classes['quote']} dir="auto">
        {text}
      </blockquote>
    )
  const label = t(shown ? 'tickets.hide_quote' : 'tickets.show_quote')
  return (
    <>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={shown}
        aria-label={label}
        title={label}
        onClick={() => setShown(!shown)}
      >
        …
      </button>
      {shown && (
        <blockquote className={classes['quote']} dir="auto">
          {text}
        </blockquote>
      )}
    </>
  )
}
