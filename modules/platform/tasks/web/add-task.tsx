// Where one writes about a record: a new task about it, with the record filled in.
import { ActionIcon, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconChecklist } from '@tabler/icons-react'
import { useState } from 'react'
import type { Entity } from '#kernel/contract/index.ts'
import { SideDrawer, toast, useMe, useT } from '#kernel/web/index.tsx'
import { tasks } from '../contract.ts'
import { TaskForm } from './task-form.tsx'

type Props = { entity: Pick<Entity, 'name'>; id: string; compact?: boolean }

export default function AddTask({ entity: { name }, id, compact = false }: Props) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const [isNew, setNew] = useState(false)
  if (!may(tasks.create.can)) return null
  const close = () => setNew(false)
  const open = () => setNew(true)
  return (
    <>
      {compact ? (
        <ActionIcon data-hint={t('tasks.add')} size="lg" aria-label={t('tasks.add')} onClick={open}>
          <IconChecklist size={18} stroke={1.5} />
        </ActionIcon>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconChecklist size={16} stroke={1.5} />}
          onClick={open}
        >
          {t('tasks.add')}
        </Button>
      )}
      <SideDrawer title={t('task.new')} opened={isNew} onClose={close}>
        <TaskForm
          about={{ entity: name, record: id }}
          onDone={({ title }) => {
            close()
            toast(t('tasks.added', { title }))
            void cache.invalidateQueries({ queryKey: [tasks.about.name] })
          }}
          onCancel={close}
        />
      </SideDrawer>
    </>
  )
}
