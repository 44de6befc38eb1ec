import { Button } from '@mantine/core'
import { toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { users } from '../../contract.ts'
import { SessionList } from './session-list.tsx'

/** Where a person is signed in, for their administrator. */
export function PersonSessions({ id }: { id: string }) {
  const t = useT()
  const { data, error, refetch } = useAction(users.sessions, { id })
  const again = () => void refetch()
  const end = useCommand(users.endSession, { onDone: again, onProblem: again })
  const all = useCommand(users.endSessions, {
    onDone: ({ ended }) => {
      again()
      toast(t('session.ended', { count: ended }))
    },
  })
  return (
    <>
      <SessionList
        sessions={data?.items}
        problem={error ?? end.problem ?? all.problem}
        isPending={end.isPending}
        onEnd={(session) => void end.run({ id, session })}
      />
      {data && data.items.length > 0 && (
        <Button mt={12} variant="default" color="red" loading={all.isPending} onClick={() => void all.run({ id })}>
          {t('session.end_all')}
        </Button>
      )}
    </>
  )
}
