// Why conditions hold or not: each with the value that it met.
import { IconCheck, IconX } from '@tabler/icons-react'
import { Reference, useFormat, useT } from '#kernel/web/index.tsx'
import type { Finding } from '../../contract.ts'
import classes from '../rules.module.css'
import type { Subject } from '../rule/use-subject.ts'

type Props = { subject: Subject; finding: Finding }

export function FindingTree({ subject, finding }: Props) {
  const t = useT()
  if ('all' in finding || 'any' in finding) {
    const isAll = 'all' in finding
    const parts = isAll ? finding.all : finding.any
    return (
      <div className={classes['finding']}>
        {parts.length > 1 && <span className="wn-quiet">{isAll ? t('rules.all_hold') : t('rules.any_holds')}</span>}
        {parts.map((one, index) => (
          <FindingTree key={index} subject={subject} finding={one} />
        ))}
      </div>
    )
  }
  const { field, test, values, value, holds } = finding
  return (
    <div className={classes['found']} data-holds={holds}>
      {holds ? (
        <IconCheck size={16} aria-label={t('rules.holds')} />
      ) : (
        <IconX size={16} aria-label={t('rules.holds_not')} />
      )}
      <span>
        {subject.labelOf(field)} {t(`conditions.test.${test}`)}{' '}
        {values.map((one, index) => (
          <span key={index}>
            {index > 0 && ', '}
            <Value subject={subject} field={field} value={one} />
          </span>
        ))}
        <span className="wn-quiet">
          {' · '}
          {t('rules.it_was')} <Value subject={subject} field={field} value={value} />
        </span>
      </span>
    </div>
  )
}

function Value({ subject, field: name, value }: { subject: Subject; field: string; value: unknown }) {
  const t = useT()
  const format = useFormat()
  const field = subject.fields.find((one) => one.name === name)
  if (value === null || value === undefined || value === '') return <em>{t('rules.nothing')}</em>
  if (Array.isArray(value))
    return value.length === 0 ? (
      <em>{t('rules.nothing')}</em>
    ) : (
      value.map((one, index) => (
        <span key={index}>
          {index > 0 && ', '}
          <Value subject={subject} field={name} value={one} />
        </span>
      ))
    )
  if (field?.refers) return <Reference entity={field.refers} id={String(value)} plain />
  if (field?.control === 'choice') return subject.choiceOf(name, String(value))
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'number') return <bdi>{format.number(field?.control === 'money' ? value / 100 : value)}</bdi>
  return <bdi>{String(value)}</bdi>
}
