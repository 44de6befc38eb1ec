// What a stage asks of a deal on its way there: the reason of a loss, fields that it lacks.
import { Button, Group, Modal } from '@mantine/core'
import { Control, ReferencePicker, useLanguage, useT } from '#kernel/web/index.tsx'
import { useState } from 'react'
import { Deal, type DealRow } from '../../../contract.ts'
import { nameIn } from '../../naming.ts'
import type { StageRow } from '../use-board.ts'
import type { Wanted } from './use-moving.ts'

export type Asked = {
  deal: DealRow
  stage: StageRow
  missing: readonly string[]
  /** Its neighbours there, and what its lane changes. */
  place: Omit<Wanted, 'id' | 'stage'>
}
type Props = {
  asked: Asked
  onGive: (more: { loss_reason?: string; values?: Record<string, unknown> }) => void
  onClose: () => void
}

/** Lines are written on the deal's own page. */
const ELSEWHERE = 'lines'

export default function Asking({ asked: { deal, stage, missing }, onGive, onClose }: Props) {
  const t = useT()
  const { language } = useLanguage()
  const [reason, setReason] = useState<string | null>(null)
  const [values, setValues] = useState<Record<string, unknown>>({})
  const fields = missing.filter((field) => field !== ELSEWHERE)
  const isLost = stage.kind === 'lost'
  const isReady =
    (!isLost || reason !== null) &&
    fields.every((field) => values[field] !== undefined && values[field] !== null && values[field] !== '')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deals.ask_title', { title: deal.title, stage: nameIn(stage, language) })}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      {isLost && (
        <ReferencePicker
          entity="loss_reason"
          label={t('deal.loss_reason')}
          required
          value={reason}
          onChange={(id) => setReason(id)}
        />
      )}
      {fields.map((name) => (
        <Control
          key={name}
          of={Deal}
          field={{
            name,
            value: values[name],
            set: (value) => setValues((before) => ({ ...before, [name]: value })),
            label: t(`deal.${name}`),
            description: undefined,
            error: null,
            required: true,
            disabled: false,
            record: { ...deal, ...values },
          }}
        />
      ))}
      {missing.includes(ELSEWHERE) && <p>{t('deals.ask_lines')}</p>}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('do.cancel')}
        </Button>
        <Button
          disabled={!isReady}
          onClick={() =>
            onGive({ ...(reason ? { loss_reason: reason } : {}), ...(fields.length > 0 ? { values } : {}) })
          }
        >
          {t('deals.move')}
        </Button>
      </Group>
    </Modal>
  )
}
