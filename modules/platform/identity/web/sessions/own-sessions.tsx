import { Button } from '@mantine/core'
import { toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { sessions } from '../../contract.ts'
import { SessionList } from './session-list.tsx'

/** Where one is signed in oneself. */
export function OwnSessions() {
  const t = useT()
  const { data, error, refetch } = useAction(sessions.list, {})
  const again = () => void refetch()
  const end = useCommand(sessions.end, { onDone: again, onProblem: again })
  const others = useCommand(sessions.endOthers, {
    onDone: ({ ended }) => {
      again()
      toast(t('session.ended', { count: ended }))
    },
  })
  return (
    <>
      <SessionList
        sessions={data?.items}
        problem={error ?? end.problem ?? others.problem}
        isPending={end.isPending}
        onEnd={(id) => void end.run({ id })}
      />
      {data && data.items.length > 1 && (
        <Button mt={12} variant="default" loading={others.isPending} onClick={() => void others.run({})}>
          {t('session.end_others')}
        </Button>
      )}
    </>
  )
}
