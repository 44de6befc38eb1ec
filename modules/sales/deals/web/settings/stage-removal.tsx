// A stage goes; where deals are inside, people say where those go.
import { Select } from '@mantine/core'
import { useState } from 'react'
import { Confirm, useAction, useCommand, useLanguage, useT } from '#kernel/web/index.tsx'
import { board, pipelineStages } from '../../contract.ts'
import type { StageRow } from '../board/use-board.ts'
import { nameIn } from '../naming.ts'

type Props = { stage: StageRow; others: readonly StageRow[]; onClose: () => void }

export function StageRemoval({ stage, others, onClose }: Props) {
  const t = useT()
  const { language } = useLanguage()
  const [to, setTo] = useState<string | null>(null)
  const { run, isPending, problem } = useCommand(pipelineStages.remove, { onDone: onClose })
  const totals = useAction(board.board, { id: stage.pipeline })
  const counted = totals.data?.columns.find((column) => column.stage === stage.id)?.inside ?? 0
  // The board does not see those that were won or lost long ago: the refusal knows them.
  const refused = problem?.code === 'pipeline_stage.has_deals' ? Number(problem.params['count'] ?? 1) : 0
  const inside = Math.max(counted, refused)
  return (
    <Confirm
      title={t('pipeline_stage.remove')}
      verb={t('do.delete')}
      isPending={isPending || totals.isPending}
      problem={problem}
      onConfirm={() => void run({ id: stage.id, ...(to ? { to } : {}) })}
      onClose={onClose}
    >
      <p>{t('pipeline_stage.remove_text', { name: nameIn(stage, language) })}</p>
      {inside > 0 && (
        <Select
          mt="sm"
          label={t('pipelines.deals_go', { count: inside })}
          placeholder={t('reference.choose')}
          description={others.length === 0 ? t('pipelines.nowhere_to_go') : undefined}
          disabled={others.length === 0}
          comboboxProps={{ withinPortal: true }}
          data={others.map((one) => ({ value: one.id, label: nameIn(one, language) }))}
          value={to}
          onChange={setTo}
        />
      )}
    </Confirm>
  )
}
