// Whether one may be disturbed, until when, and why: in one's profile.
import { Button, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemAlert, toast, useCommand, useFormat, useMe, useNow, useT } from '#kernel/web/index.tsx'
import { auth, AVAILABILITIES, profile } from '../../contract.ts'
import { availabilityOf } from './availability-of.ts'
import classes from '../profile.module.css'

const HOUR_MS = 3_600_000
const LENGTHS = [0.5, 1, 4, 8]

export function Availability() {
  const t = useT()
  const format = useFormat()
  const { user } = useMe()
  const cache = useQueryClient()
  const said = availabilityOf(user, useNow())
  const kept = said ? (user['availability_until'] as string | null) : null
  const [state, setState] = useState<string>(said ?? 'online')
  const [note, setNote] = useState(said ? ((user['availability_note'] as string | null) ?? '') : '')
  const [length, setLength] = useState<string>(kept ? 'kept' : 'open')
  const { run, isPending, problem } = useCommand(profile.setAvailability, {
    onDone: () => {
      void cache.invalidateQueries({ queryKey: [auth.me.name] })
      void cache.invalidateQueries({ queryKey: ['reference', 'user', user.id] })
      toast(t('profile.saved'))
    },
  })
  const until = () =>
    length === 'kept' ? kept : length === 'open' ? null : new Date(Date.now() + Number(length) * HOUR_MS).toISOString()
  return (
    <form
      className={classes['rules']}
      onSubmit={(event) => {
        event.preventDefault()
        const chosen = AVAILABILITIES.find((one) => one === state) ?? null
        void run({ state: chosen, note: chosen && note.trim() ? note.trim() : null, until: chosen && until() })
      }}
    >
      <Select
        label={t('availability.state')}
        description={t(`availability.help_${state}`)}
        allowDeselect={false}
        value={state}
        onChange={(value) => setState(value!)}
        data={['online', ...AVAILABILITIES].map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      {state !== 'online' && (
        <>
          <TextInput
            label={t('availability.note')}
            placeholder={t('availability.note_example')}
            maxLength={100}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Select
            label={t('availability.until')}
            allowDeselect={false}
            value={length}
            onChange={(value) => setLength(value!)}
            data={[
              ...(kept ? [{ value: 'kept', label: format.dateTime(kept) }] : []),
              ...LENGTHS.map((hours) => ({ value: String(hours), label: format.duration(hours * HOUR_MS) })),
              { value: 'open', label: t('availability.open') },
            ]}
          />
        </>
      )}
      <ProblemAlert problem={problem} />
      <div>
        <Button type="submit" variant="default" loading={isPending}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}
