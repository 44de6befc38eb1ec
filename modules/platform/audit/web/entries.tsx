// The entries, newest first, as the filters in the address say.
import { Select, TextInput } from '@mantine/core'
import { IconSearch, IconShieldCheck } from '@tabler/icons-react'
import { EmptyState } from '#ui/empty-state.tsx'
import { Toolbar } from '#ui/page-header.tsx'
import { ReferencePicker, useAddress, useInfiniteAction, useSettled, useT } from '#kernel/web/index.tsx'
import { audit, OUTCOMES, SECTIONS } from '../contract.ts'
import classes from './audit.module.css'
import { EntryTable } from './entry-table.tsx'

const WORDS = ['actor', 'section', 'outcome', 'record', 'action'] as const

export function Entries() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const q = useSettled(search['q']?.trim() ?? '')
  const address = useSettled(search['address']?.trim() ?? '')
  const chosen = Object.fromEntries(WORDS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))
  const period = { ...momentOf('from', search['from']), ...momentOf('to', search['to']) }
  const input = { ...chosen, ...period, ...(q ? { q } : {}), ...(address ? { address } : {}) }
  const entries = useInfiniteAction(audit.list, input)
  const isNarrowed = Object.keys(input).length > 0
  return (
    <>
      <Toolbar label={t('filters')}>
        <TextInput
          className={classes['find']!}
          aria-label={t('audit.search')}
          placeholder={t('audit.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          value={search['q'] ?? ''}
          onChange={(event) => setSearch({ q: event.currentTarget.value })}
        />
        <div className={classes['filter']}>
          <ReferencePicker
            entity="user"
            clearable
            placeholder={t('audit.who')}
            value={search['actor'] ?? null}
            onChange={(id) => setSearch({ actor: id ?? undefined })}
          />
        </div>
        <Choice name="section" values={SECTIONS} label={t('audit.section_label')} />
        <Choice name="outcome" values={OUTCOMES} label={t('audit.outcome')} />
        <TextInput
          className={classes['filter']!}
          aria-label={t('audit.address')}
          placeholder={t('audit.address')}
          dir="ltr"
          value={search['address'] ?? ''}
          onChange={(event) => setSearch({ address: event.currentTarget.value })}
        />
        {(['from', 'to'] as const).map((bound) => (
          <TextInput
            key={bound}
            type="date"
            className={classes['date']!}
            aria-label={t(`audit.${bound}`)}
            leftSection={<small aria-hidden="true">{t(`audit.${bound}`)}</small>}
            leftSectionWidth={68}
            value={search[bound] ?? ''}
            onChange={(event) => setSearch({ [bound]: event.currentTarget.value })}
          />
        ))}
      </Toolbar>
      <EntryTable
        entries={entries}
        empty={
          <EmptyState
            icon={<IconShieldCheck size={24} stroke={1.5} />}
            title={t(isNarrowed ? 'nothing_fits' : 'audit.empty')}
          >
            {t(isNarrowed ? 'nothing_fits_text' : 'audit.empty_text')}
          </EmptyState>
        }
      />
    </>
  )
}

function Choice({ name, values, label }: { name: 'section' | 'outcome'; values: readonly string[]; label: string }) {
  const t = useT()
  const { search, setSearch } = useAddress()
  return (
    <Select
      clearable
      className={classes['filter']!}
      aria-label={label}
      placeholder={label}
      data={values.map((value) => ({ value, label: t(`audit.${name}.${value}`) }))}
      value={search[name] ?? null}
      onChange={(value) => setSearch({ [name]: value ?? undefined })}
    />
  )
}

/** A day as the reader's clock has it; the end of a period is the end of its day. */
function momentOf(bound: 'from' | 'to', day: string | undefined): Record<string, string> {
  const at = day ? Date.parse(`${day}T00:00:00`) : Number.NaN
  if (Number.isNaN(at)) return {}
  return { [bound]: new Date(at + (bound === 'to' ? 86_400_000 : 0)).toISOString() }
}
