import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Crud, Entity } from '../../contract/index.ts'
import { useCommand } from '../call/hooks.ts'
import { useT } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { Confirm } from '../page/confirm.tsx'

export type RemoveRecordProps<E extends Entity> = {
  of: E
  id: string
  remove: Crud<E>['remove']
  onDone: () => void
  /** What the person is told before it goes. */
  children: ReactNode
}

/** Removes a record after a question, for whoever may. */
export function RemoveRecord<E extends Entity>({ of, id, remove, onDone, children }: RemoveRecordProps<E>) {
  const t = useT()
  const { may } = useMe()
  const [asks, setAsks] = useState(false)
  const { run, isPending, problem } = useCommand(remove, { onDone })
  if (!may(remove.can)) return null
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={16} stroke={1.5} />}
        onClick={() => setAsks(true)}
      >
        {t('do.delete')}
      </Button>
      {asks && (
        <Confirm
          title={t(`${of.name}.remove`)}
          verb={t('do.delete')}
          isPending={isPending}
          problem={problem}
          onConfirm={() => void run({ id })}
          onClose={() => setAsks(false)}
        >
          {children}
        </Confirm>
      )}
    </>
  )
}
