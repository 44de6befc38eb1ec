// Writing down a new task.
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ProblemAlert, ReferencePicker, useCommand, useMe, useRefusalWords, useT } from '#kernel/web/index.tsx'
import { type TaskRow, tasks } from '../contract.ts'
import { type Due, DueFields, NO_DUE } from './due-fields.tsx'
import { useZone } from './use-zone.ts'

type Props = {
  /** What it is about. */
  about?: { entity: string; record: string }
  day?: string | undefined
  onDone: (task: TaskRow) => void
  onCancel: () => void
}

export function TaskForm({ about, day, onDone, onCancel }: Props) {
  const t = useT()
  const zone = useZone()
  const { user } = useMe()
  const wordsOf = useRefusalWords()
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [assignee, setAssignee] = useState<string | null>(user.id)
  const [due, setDue] = useState<Due>({ ...NO_DUE, due_on: day ?? null, zone })
  const { run, isPending, problem } = useCommand(tasks.create, { onDone })
  const refusal = (field: string) => {
    const found = problem?.refusals.find(({ pointer }) => pointer === `/${field}`)
    return found ? wordsOf(found, null) : null
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void run({ title, description, assignee, ...due, ...about })
      }}
    >
      <Stack gap={12}>
        <TextInput
          label={t('task.title')}
          required
          autoFocus
          maxLength={200}
          dir="auto"
          value={title}
          error={refusal('title')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <DueFields due={due} zone={zone} onDue={setDue} error={refusal('due_on') ?? refusal('due_at')} />
        <ReferencePicker
          entity="user"
          label={t('task.assignee')}
          value={assignee}
          clearable
          error={refusal('assignee')}
          onChange={setAssignee}
        />
        <Textarea
          label={t('task.description')}
          autosize
          minRows={3}
          maxRows={12}
          dir="auto"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <ProblemAlert problem={problem} />
        <Group gap={8}>
          <Button type="submit" loading={isPending} disabled={title.trim() === ''}>
            {t('do.create')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
