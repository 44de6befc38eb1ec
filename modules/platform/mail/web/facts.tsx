// The parts that both kinds of mail are shown by.
import { Facts } from '#ui/facts.tsx'
import { Link, SlotOutlet, useT } from '#kernel/web/index.tsx'
import { mailThread } from '../contract.ts'
import classes from './mail.module.css'

export type Person = { name: string; address: string }

/** «Anna <anna@shop.test>». */
export const written = ({ name, address }: Person): string => (name ? `${name} <${address}>` : address)

/** The conversation that a mail is part of. Where tickets are shown is the product's one fixed address; letters are confidential. */
export function ThreadLink({
  mail: { thread, confidential },
}: {
  mail: { thread: string | null; confidential: boolean }
}) {
  const t = useT()
  if (thread !== null && confidential) return <SlotOutlet of={mailThread} thread={thread} />
  return thread === null ? null : (
    <Link to={`/tickets/${thread}`} className={classes['link']}>
      {t('mail.open_thread')}
    </Link>
  )
}

export function Headers({ of }: { of: readonly { name: string; value: string }[] }) {
  const t = useT()
  return (
    <details className={classes['headers']}>
      <summary>{t('mail.headers')}</summary>
      <Facts of={of.map(({ name, value }) => [name, value] as const)} />
    </details>
  )
}

/** The text of a mail as it was written, never as html. */
export function Letter({ text, quoted = '' }: { text: string; quoted?: string }) {
  return (
    <div className={classes['letter']} dir="auto">
      {text}
      {quoted !== '' && (
        <blockquote className={classes['quoted']} dir="auto">
          {quoted}
        </blockquote>
      )}
    </div>
  )
}
