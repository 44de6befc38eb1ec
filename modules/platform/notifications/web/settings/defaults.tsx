// Where people are told until they choose otherwise.
import { useQueryClient } from '@tanstack/react-query'
import { keyOf, ProblemAlert, RowsSkeleton, toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { noticeDefaults } from '../../contract.ts'
import { ChoiceTable } from '../preferences/choice-table.tsx'

export function Defaults() {
  const t = useT()
  const cache = useQueryClient()
  const { data, error, refetch } = useAction(noticeDefaults.get, {})
  const update = useCommand(noticeDefaults.update, {
    onDone: (answer) => {
      cache.setQueryData(keyOf(noticeDefaults.get, {}), answer)
      toast(t('notifications.saved'))
    },
  })
  return (
    <>
      <p className="wn-quiet">{t('notifications.defaults_text')}</p>
      <ProblemAlert problem={error ?? update.problem} onRetry={() => void refetch()} />
      {data ? (
        <ChoiceTable
          kinds={data.kinds}
          onChoose={(kind, channel, on) => void update.run({ choices: [{ kind, channel, on }] })}
        />
      ) : (
        !error && <RowsSkeleton height={44} />
      )}
    </>
  )
}
