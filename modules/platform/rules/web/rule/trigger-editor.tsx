// When a rule is asked.
import { MultiSelect, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { ReferencePicker, useT } from '#kernel/web/index.tsx'
import { type Trigger, TRIGGERS } from '../../contract.ts'
import classes from '../rules.module.css'
import { inUnit, minutesOf, unitOf, type Unit, UNITS } from './draft.ts'
import type { Subject } from './use-subject.ts'

type Props = { subject: Subject; trigger: Trigger; onChange: (trigger: Trigger) => void; error: string | null }
type On = Trigger['on']

const DAY = 1_440

export function TriggerEditor({ subject, trigger, onChange, error }: Props) {
  const t = useT()
  const { clocks } = subject.offered
  const staying = clocks.filter(({ stays }) => stays)
  const choose = (on: On) => {
    if (on === trigger.on) return
    if (on === 'created') return onChange({ on })
    if (on === 'changed') return onChange({ on, fields: [] })
    const clock = (on === 'stays' ? staying : clocks)[0]?.name ?? ''
    const value = 'value' in trigger && trigger.clock === clock ? trigger.value : null
    onChange(on === 'stays' ? { on, clock, value, minutes: DAY } : { on, clock, value })
  }
  const possible = TRIGGERS.filter((on) =>
    on === 'stays' ? staying.length > 0 : on === 'entered' || on === 'left' ? clocks.length > 0 : true,
  )
  return (
    <div className={classes['line']}>
      <Select
        aria-label={t('rules.when')}
        allowDeselect={false}
        value={trigger.on}
        data={possible.map((value) => ({ value, label: t(`rules.on.${value}`) }))}
        error={error}
        onChange={(on) => on && choose(on as On)}
      />
      {trigger.on === 'changed' && (
        <MultiSelect
          label={t('rules.changed_fields')}
          placeholder={trigger.fields.length === 0 ? t('rules.any_field') : ''}
          value={trigger.fields}
          data={subject.fields.map(({ name }) => ({ value: name, label: subject.labelOf(name) }))}
          onChange={(fields) => onChange({ ...trigger, fields })}
        />
      )}
      {(trigger.on === 'entered' || trigger.on === 'left' || trigger.on === 'stays') && (
        <Place subject={subject} trigger={trigger} onChange={onChange} />
      )}
      {trigger.on === 'stays' && <Longer trigger={trigger} onChange={onChange} />}
    </div>
  )
}

type Placed = Exclude<Trigger, { on: 'created' | 'changed' }>

function Place({
  subject,
  trigger,
  onChange,
}: {
  subject: Subject
  trigger: Placed
  onChange: (next: Trigger) => void
}) {
  const t = useT()
  const clocks = subject.offered.clocks.filter(({ stays }) => trigger.on !== 'stays' || stays)
  const name = clocks.find((one) => one.name === trigger.clock)?.field ?? null
  const field = subject.fields.find((one) => one.name === name)
  return (
    <>
      {clocks.length > 1 && (
        <Select
          label={t('rules.clock')}
          allowDeselect={false}
          value={trigger.clock}
          data={clocks.map((one) => ({
            value: one.name,
            label: subject.labelOf(one.field),
          }))}
          onChange={(clock) => clock && onChange({ ...trigger, clock, value: null })}
        />
      )}
      {field?.refers && (
        <ReferencePicker
          label={subject.labelOf(field.name)}
          entity={field.refers}
          placeholder={t('rules.any_place')}
          clearable
          value={trigger.value}
          onChange={(value) => onChange({ ...trigger, value })}
        />
      )}
      {field && !field.refers && (
        <Select
          label={subject.labelOf(field.name)}
          placeholder={t('rules.any_place')}
          clearable
          value={trigger.value}
          data={field.choices.map((value) => ({ value, label: subject.choiceOf(field.name, value) }))}
          onChange={(value) => onChange({ ...trigger, value })}
        />
      )}
    </>
  )
}

type LongerProps = { trigger: Extract<Trigger, { on: 'stays' }>; onChange: (next: Trigger) => void }

function Longer({ trigger, onChange }: LongerProps) {
  const t = useT()
  const [unit, setUnit] = useState<Unit>(unitOf(trigger.minutes))
  const say = (count: number, next: Unit) =>
    onChange({ ...trigger, minutes: Math.min(366 * DAY, Math.max(1, minutesOf(count, next))) })
  const count = inUnit(trigger.minutes, unit)
  return (
    <>
      <NumberInput
        label={t('rules.longer_than')}
        min={1}
        decimalScale={0}
        value={count}
        onChange={(next) => Number(next) >= 1 && say(Number(next), unit)}
      />
      <Select
        label={t('rules.unit')}
        allowDeselect={false}
        value={unit}
        data={UNITS.map((value) => ({ value, label: t(`rules.unit.${value}`) }))}
        onChange={(next) => {
          if (!next) return
          setUnit(next as Unit)
          say(count, next as Unit)
        }}
      />
    </>
  )
}
