// A new block, or an address that is never blocked.
import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemAlert, toast, useCommand, useT } from '#kernel/web/index.tsx'
import { blocks } from '../contract.ts'
import { useErrorAt } from './errors.ts'
import classes from './guard.module.css'

const HOUR = 3_600_000
const LASTS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR, forever: null } as const
type Lasting = keyof typeof LASTS

type Props = { kind: 'block' | 'allow'; onDone: () => void; onClose: () => void }

export function NewBlock({ kind, onDone, onClose }: Props) {
  const t = useT()
  const [network, setNetwork] = useState('')
  const [reason, setReason] = useState('')
  const [lasting, setLasting] = useState<Lasting>(kind === 'block' ? 'day' : 'forever')
  const { run, isPending, problem, reset } = useCommand(blocks.create, {
    onDone: () => {
      toast(t(`blocks.made_${kind}`))
      onDone()
    },
  })
  const errorOf = useErrorAt(problem)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`blocks.new_${kind}`)}
      size={480}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault()
          const ms = LASTS[lasting]
          const until = ms === null ? null : new Date(Date.now() + ms).toISOString()
          void run({ network, reason, kind, until })
        }}
      >
        <p className="wn-quiet">{t(`blocks.${kind}_note`)}</p>
        <TextInput
          label={t('address_block.network')}
          description={t('blocks.network_help')}
          error={errorOf('network')}
          dir="ltr"
          required
          data-autofocus
          maxLength={50}
          value={network}
          onChange={(event) => {
            reset()
            setNetwork(event.currentTarget.value)
          }}
        />
        <TextInput
          label={t('address_block.reason')}
          error={errorOf('reason')}
          dir="auto"
          required
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Select
          label={t('blocks.how_long')}
          allowDeselect={false}
          error={errorOf('until')}
          data={Object.keys(LASTS).map((value) => ({ value, label: t(`blocks.${value}`) }))}
          value={lasting}
          onChange={(value) => setLasting(value as Lasting)}
        />
        <ProblemAlert problem={problem && problem.refusals.length === 0 ? problem : null} />
        <div className="wn-actions">
          <Button type="submit" loading={isPending}>
            {t(`blocks.new_${kind}`)}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
