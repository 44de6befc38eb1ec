// A field that holds a file: chosen, sent at once, downloaded by whoever sees the record.
import { Button, FileButton, Group, Input } from '@mantine/core'
import { useState } from 'react'
import { type CustomValue, type FieldRead, Problem } from '#kernel/contract/index.ts'
import { ProblemAlert, useDownload, useFieldWords, useT, useUpload } from '#kernel/web/index.tsx'
import { files } from '#modules/platform/files/contract.ts'
import { fields } from '../contract.ts'

type Props = {
  field: FieldRead
  value: CustomValue | undefined
  error: string | null
  record: string | undefined
  onChange: (value: CustomValue | null) => void
}

export default function FileControl({ field, value, error, record, onChange }: Props) {
  const t = useT()
  const { word } = useFieldWords()
  const upload = useUpload()
  const download = useDownload()
  const [name, setName] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const send = async (file: File | null) => {
    if (!file) return
    setSending(true)
    setProblem(null)
    try {
      const stored = await upload(files.upload, { name: file.name, body: file, type: file.type })
      setName(stored.name)
      onChange(stored.id)
    } catch (refused) {
      if (!(refused instanceof Problem)) throw refused
      setProblem(refused)
    } finally {
      setSending(false)
    }
  }
  const { entity, key, editable, required } = field
  return (
    <Input.Wrapper
      label={word(field.labels)}
      description={word(field.help) || undefined}
      error={error}
      required={required}
    >
      <Group gap="xs" mt={4}>
        {typeof value === 'string' && (
          <Button
            size="xs"
            variant="default"
            disabled={!record}
            onClick={() => record && void download(fields.file, { entity, record, key }, name ?? word(field.labels))}
          >
            {name ?? t('fields.file')}
          </Button>
        )}
        {editable && (
          <FileButton onChange={(file) => void send(file)}>
            {(props) => (
              <Button {...props} size="xs" variant="subtle" loading={isSending}>
                {t('fields.choose_file')}
              </Button>
            )}
          </FileButton>
        )}
        {editable && value !== undefined && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => onChange(null)}>
            {t('fields.clear')}
          </Button>
        )}
      </Group>
      <ProblemAlert problem={problem} />
    </Input.Wrapper>
  )
}
