// Where people are told until they choose otherwise.
import { useQueryClient } from '@tanstack/react-query'
import type { Out } from '#kernel/contract/index.ts'
import { keyOf, ProblemAlert, RowsSkeleton, toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { noticeDefaults } from '../../contract.ts'
import { chosenIn } from '../preferences/chosen-in.ts'
import { ChoiceTable } from '../preferences/choice-table.tsx'

export function Defaults() {
  const t = useT()
  const cache = useQueryClient()
  const { data, error, refetch } = useAction(noticeDefaults.get, {})
  const update = useCommand(noticeDefaults.update, {
    optimistic: ({ choices }, answers) => {
      const key = keyOf(noticeDefaults.get, {})
      const before = answers.getQueryData<Out<typeof noticeDefaults.get>>(key)
      if (before) answers.setQueryData(key, { kinds: chosenIn(before.kinds, choices) })
      return () => void answers.setQueryData(key, before)
    },
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
