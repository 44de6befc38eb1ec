// One entry: who did what, from where, and every value before and after.
import type { ReactNode } from 'react'
import { Facts } from '#ui/facts.tsx'
import { Link, RecordPage, useAction, useAddress, useFormat, useHasText, useT } from '#kernel/web/index.tsx'
import { audit, type AuditEntryRead } from '../contract.ts'
import classes from './audit.module.css'
import { Kind, OutcomeMark, useFieldName, Value, What, Who } from './words.tsx'

type Change = NonNullable<AuditEntryRead['changes']>[number]

export default function EntryPage() {
  const t = useT()
  const id = useAddress().params['id']!
  return (
    <RecordPage
      one={t('audit.entry')}
      list={{ to: '/settings/audit', label: t('audit.title') }}
      record={useAction(audit.get, { id })}
      title={({ action }) => <What action={action} />}
      beside={({ outcome }) => <OutcomeMark outcome={outcome} />}
    >
      {(entry) => (
        <>
          <EntryFacts of={entry} />
          <Changes of={entry} />
        </>
      )}
    </RecordPage>
  )
}

function EntryFacts({ of }: { of: AuditEntryRead }) {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const { origin, code } = of
  const why = code === '' ? null : has(`problem.${code}`) ? t(`problem.${code}`, { permission: of.action }) : code
  const facts: [name: string, value: ReactNode][] = [
    ['who', <Who key="who" of={of} />],
    ['at', format.instant(of.at)],
    ['about', of.about_id && <About key="about" entity={of.entity} id={of.about_id} />],
    ['reason', why],
    ['typed', origin?.typed && <bdi key="typed">{origin.typed}</bdi>],
    ['asked', origin?.asked ? <bdi key="asked">{JSON.stringify(origin.asked)}</bdi> : null],
    ['records', of.count > 1 && format.number(of.count)],
    ['address', origin?.address && <bdi key="address">{origin.address}</bdi>],
    ['device', origin?.user_agent && <bdi key="agent">{origin.user_agent}</bdi>],
    ['channel', of.channel && <bdi key="channel">{of.channel}</bdi>],
    ['request', of.request_id && <bdi key="request">{of.request_id}</bdi>],
    [
      'number',
      <span key="seq" className="wn-figures">
        {format.number(of.seq)}
      </span>,
    ],
    [
      'hash',
      <code key="hash" dir="ltr">
        {of.hash}
      </code>,
    ],
  ]
  return <Facts of={facts.map(([name, value]) => [t(`audit.${name}`), value])} />
}

/** Where records of a kind are shown; the others have no page of their own. */
const PAGES: Record<string, (id: string) => string> = {
  ticket: (id) => `/tickets/${id}`,
  inbound_mail: (id) => `/settings/incoming-mail/${id}`,
  outbound_mail: (id) => `/settings/outbox/${id}`,
}

function About({ entity, id }: { entity: string; id: string }) {
  const t = useT()
  const page = PAGES[entity]
  const name = entity === '' ? <bdi>{id}</bdi> : <Kind entity={entity} />
  return (
    <span className={classes['several']}>
      {page ? <Link to={page(id)}>{name}</Link> : name}
      <Link to={`/settings/audit?record=${id}`}>{t('audit.history')}</Link>
      {entity === 'user' && <Link to={`/settings/audit?actor=${id}`}>{t('audit.activity')}</Link>}
    </span>
  )
}

function Changes({ of: { changes, touched, erased } }: { of: AuditEntryRead }) {
  const t = useT()
  if (!changes) {
    return (
      <>
        <p className={classes['proof']}>{t('audit.erased')}</p>
        {touched.map(({ table, op, id, fields }, index) => (
          <ChangedRow
            key={index}
            of={{ table, op, id, entity: null, fields: fields.map((name) => ({ ...unknown, name })) }}
          />
        ))}
      </>
    )
  }
  if (changes.length === 0) return <p className="wn-quiet">{t(erased ? 'audit.erased' : 'audit.nothing_changed')}</p>
  return changes.map((change, index) => <ChangedRow key={index} of={change} />)
}

const unknown = { before: null, after: null, refers: null, choice: false, hidden: true }

function ChangedRow({ of: { table, entity, op, id, fields } }: { of: Change }) {
  const t = useT()
  const nameOf = useFieldName()
  const isNew = op === 'insert'
  return (
    <section className={classes['change']}>
      <h2>
        {t(`audit.op.${op}`)}
        {': '}
        {entity ? <Kind entity={entity} /> : <bdi>{table}</bdi>}
        {id && (
          <Link to={`/settings/audit?record=${id}`} className={classes['history']}>
            {t('audit.history')}
          </Link>
        )}
      </h2>
      <div className={classes['scroll']}>
        <table className={classes['values']}>
          <thead>
            <tr>
              <th scope="col">{t('audit.field')}</th>
              {!isNew && <th scope="col">{t('audit.before')}</th>}
              <th scope="col">{t('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, before, after, hidden, ...hints }) => (
              <tr key={name}>
                <th scope="row">{nameOf(entity, name)}</th>
                {!isNew && (
                  <td dir="auto">
                    {hidden ? t('audit.hidden') : <Value entity={entity} name={name} {...hints} value={before} />}
                  </td>
                )}
                <td dir="auto">
                  {hidden ? t('audit.hidden') : <Value entity={entity} name={name} {...hints} value={after} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
