// Where somebody is signed in: told to themselves, and to their administrator.
import { Button } from '@mantine/core'
import type { Action, Out } from '#kernel/contract/index.ts'
import { toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { sessions, users } from '../../contract.ts'
import { SessionList } from './session-list.tsx'

type Props<List, One, All> = {
  list: Action<List, List, Out<typeof sessions.list>>
  end: Action<One, One, unknown>
  endAll: Action<All, All, Out<typeof sessions.endOthers>>
  /** Whose they are, as each of the three is asked. */
  who: { list: List; end: (session: string) => One; endAll: All }
  /** The verb that ends all of them, offered from so many on. */
  all: { label: string; from: number; color?: string }
}

function Devices<List, One, All>({ list, end, endAll, who, all }: Props<List, One, All>) {
  const t = useT()
  const { data, error, refetch } = useAction(list, who.list)
  const again = () => void refetch()
  const ending = useCommand(end, { onDone: again, onProblem: again })
  const endingAll = useCommand(endAll, {
    onDone: ({ ended }) => {
      again()
      toast(t('session.ended', { count: ended }))
    },
  })
  return (
    <>
      <SessionList
        sessions={data?.items}
        problem={error ?? ending.problem ?? endingAll.problem}
        isPending={ending.isPending}
        onEnd={(session) => void ending.run(who.end(session))}
      />
      {data && data.items.length >= all.from && (
        <Button
          mt={12}
          variant="default"
          {...(all.color ? { color: all.color } : {})}
          loading={endingAll.isPending}
          onClick={() => void endingAll.run(who.endAll)}
        >
          {all.label}
        </Button>
      )}
    </>
  )
}

/** Where one is signed in oneself; ending all of them leaves the one that asks. */
export function OwnSessions() {
  const t = useT()
  return (
    <Devices
      list={sessions.list}
      end={sessions.end}
      endAll={sessions.endOthers}
      who={{ list: {}, end: (id) => ({ id }), endAll: {} }}
      all={{ label: t('session.end_others'), from: 2 }}
    />
  )
}

/** Where a person is signed in, for their administrator. */
export function PersonSessions({ id }: { id: string }) {
  const t = useT()
  return (
    <Devices
      list={users.sessions}
      end={users.endSession}
      endAll={users.endSessions}
      who={{ list: { id }, end: (session) => ({ id, session }), endAll: { id } }}
      all={{ label: t('session.end_all'), from: 1, color: 'red' }}
    />
  )
}
