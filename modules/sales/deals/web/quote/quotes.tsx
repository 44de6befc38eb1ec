// On a deal's page: the quotes that were made, and a new one.
import { Button, Select, TextInput } from '@mantine/core'
import { IconFileTypePdf } from '@tabler/icons-react'
import { useState } from 'react'
import {
  AsideHead,
  LANGUAGES,
  ProblemAlert,
  useAction,
  useCommand,
  useDownload,
  useFormat,
  useLanguage,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { Deal, type DealRow, QUOTE_LANGUAGES, quotes } from '../../contract.ts'
import classes from '../board/board.module.css'

export default function Quotes({ deal }: { deal: DealRow }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const download = useDownload()
  const { data, error, refetch } = useAction(quotes.list, { id: deal.id })
  const [isNew, setNew] = useState(false)
  // A quote stands on the timeline: that is how other windows hear of it.
  useLive([`${Deal.name}:${deal.id}`], ({ name }) => void (name === 'deal.noted' && refetch()))
  return (
    <section className={classes['related']} aria-label={t('quote.many')}>
      <AsideHead
        title={t('quote.many')}
        add={t('quote.new')}
        onAdd={may(quotes.create.can) && !isNew ? () => setNew(true) : undefined}
      />
      <ProblemAlert problem={error} />
      {data?.items.length === 0 && <p className="wn-quiet">{t('quote.none')}</p>}
      <ul>
        {data?.items.map((one) => (
          <li key={one.id}>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconFileTypePdf size={16} stroke={1.5} />}
              onClick={() => void download(quotes.content, { id: deal.id, quote: one.id }, one.name)}
            >
              {t('quote.heading', { number: format.number(one.number) })}
            </Button>
            <span className="wn-quiet">
              {LANGUAGES[one.language]} {'·'} {format.money(one.amount / 100, one.currency)} {'·'}{' '}
              {t('quote.until', { date: format.date(one.valid_until) })}
            </span>
          </li>
        ))}
      </ul>
      {isNew && (
        <NewQuote
          deal={deal}
          onDone={() => {
            setNew(false)
            void refetch()
          }}
          onCancel={() => setNew(false)}
        />
      )}
    </section>
  )
}

function NewQuote({ deal, onDone, onCancel }: { deal: DealRow; onDone: () => void; onCancel: () => void }) {
  const t = useT()
  const { language: mine } = useLanguage()
  const [language, setLanguage] = useState<(typeof QUOTE_LANGUAGES)[number]>(mine)
  const [until, setUntil] = useState('')
  const { run, isPending, problem } = useCommand(quotes.create, { onDone })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run({ id: deal.id, language, issued_on: today(), ...(until ? { valid_until: until } : {}) })
      }}
    >
      <Select
        label={t('quote.language')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
        data={QUOTE_LANGUAGES.map((value) => ({ value, label: LANGUAGES[value] }))}
        value={language}
        onChange={(value) => value && setLanguage(value as typeof language)}
      />
      <TextInput
        mt={8}
        type="date"
        label={t('quote.valid_until')}
        description={t('quote.valid_help')}
        min={today()}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <ProblemAlert problem={problem} />
      <div className="wn-actions wn-actions-below">
        <Button type="submit" size="xs" loading={isPending}>
          {t('quote.make')}
        </Button>
        <Button variant="subtle" color="gray" size="xs" onClick={onCancel}>
          {t('do.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** The day by the clock of whoever makes it. */
function today(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
