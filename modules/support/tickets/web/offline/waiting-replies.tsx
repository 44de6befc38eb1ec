// Replies that wait for a connection, or that the server refused: below the conversation, to change or take back.
import { Button, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { Time, useHasText, usePlatform, useT, useWaiting, type Waiting } from '#kernel/web/index.tsx'
import classes from './waiting.module.css'

export function WaitingReplies({ ticket }: { ticket: string }) {
  const t = useT()
  const waiting = useWaiting(`ticket:${ticket}`)
  if (waiting.length === 0) return null
  return (
    <ul className={classes['waiting']} aria-label={t('tickets.waiting.title')}>
      {waiting.map((one) => (
        <Reply key={one.key} one={one} />
      ))}
    </ul>
  )
}

function Reply({ one }: { one: Waiting }) {
  const t = useT()
  const has = useHasText()
  const { offline } = usePlatform()
  const [text, setText] = useState<string | null>(null)
  const { refusal } = one
  const told = (code: string) => (has(`problem.${code}`) ? t(`problem.${code}`) : t('tickets.waiting.refused'))
  const save = () => {
    if (text?.trim()) void offline.edit(one.key, { text: text.trim() })
    setText(null)
  }
  return (
    <li className={classes['reply']} data-refused={refusal !== null || undefined}>
      <p className={classes['state']} role="status">
        {refusal ? (
          <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
        ) : (
          <IconClock size={16} stroke={1.5} aria-hidden />
        )}
        {refusal ? (refusal.title ?? told(refusal.code)) : t('tickets.waiting.state')}
        <span className="wn-quiet">
          <Time at={one.at} />
        </span>
      </p>
      {text === null ? (
        <p className={classes['text']} dir="auto">
          {String(one.input['text'] ?? '')}
        </p>
      ) : (
        <Textarea
          autosize
          size="md"
          dir="auto"
          aria-label={t('tickets.waiting.edit')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div className={classes['actions']}>
        {text === null ? (
          <>
            {refusal && (
              <Button size="sm" onClick={() => void offline.edit(one.key, {})}>
                {t('tickets.waiting.again')}
              </Button>
            )}
            <Button size="sm" variant="default" onClick={() => setText(String(one.input['text'] ?? ''))}>
              {t('tickets.waiting.edit')}
            </Button>
            <Button size="sm" variant="subtle" color="red" onClick={() => void offline.drop(one.key)}>
              {t('tickets.waiting.cancel')}
            </Button>
          </>
        ) : (
          <>
            <Button size="sm" onClick={save}>
              {t('do.save')}
            </Button>
            <Button size="sm" variant="default" onClick={() => setText(null)}>
              {t('do.cancel')}
            </Button>
          </>
        )}
      </div>
    </li>
  )
}
