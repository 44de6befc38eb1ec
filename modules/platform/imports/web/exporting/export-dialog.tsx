// How a list becomes a file: at once where it is small, in the background where it is not.
import { Button, Checkbox, Group, Modal, NativeSelect, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import {
  type Action,
  CARD_FORMATS,
  EXPORT_DELIMITERS,
  EXPORT_FORMATS,
  type ExportDelimiter,
  type ExportFormat,
  type Problem,
} from '#kernel/contract/index.ts'
import { Link, RemoteProblem, toast, useCommand, useDownload, useMe, useT } from '#kernel/web/index.tsx'
import { exporting, RUN_EXPORTS } from '../../contract.ts'

const ENDINGS: Record<ExportFormat, string> = { csv: 'csv', xlsx: 'xlsx', vcard: 'vcf' }

type Props = {
  entity: string
  /** What the records are called. */
  title: string
  filter: Record<string, unknown>
  masked: boolean
  cards?: boolean
  /** Answers a small file at once; without it every file is written in the background. */
  action?: Action
  opened: boolean
  onClose: () => void
}

export function ExportDialog({ entity, title, filter, masked, cards = false, action, opened, onClose }: Props) {
  const t = useT()
  const { may } = useMe()
  const download = useDownload()
  // The server's own words have the figures in them.
  const tell = (problem: Problem) => {
    const said = problem instanceof RemoteProblem ? problem.title : undefined
    toast(said ?? t(`problem.${problem.code}` as 'problem.internal', problem.params), { tone: 'problem' })
  }
  const begin = useCommand(exporting.begin, { onProblem: tell })
  const [isSending, setSending] = useState(false)
  const [hasBegun, setBegun] = useState(false)
  const [kind, setKind] = useState<ExportFormat>('xlsx')
  const [delimiter, setDelimiter] = useState<ExportDelimiter>('semicolon')
  const [bom, setBom] = useState(true)
  const [contacts, setContacts] = useState(true)
  const close = () => {
    setBegun(false)
    onClose()
  }

  async function send() {
    const how = { csv: { delimiter, bom }, xlsx: {}, vcard: { contacts } }[kind]
    const input = { ...filter, format: kind, ...how }
    setSending(true)
    try {
      const begun = may(RUN_EXPORTS) ? await begin.run({ entity, input, always: !action }) : { run: null }
      if (begun === null) return
      if (begun.run) {
        setBegun(true)
        return
      }
      if (action) await download(action, input, `${title}.${ENDINGS[kind]}`)
      close()
    } catch (error) {
      tell(error as Problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('export.title', { what: title })}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      {hasBegun ? (
        <Stack gap="md">
          <Text role="status">{t('export.begun')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('do.close')}
            </Button>
            <Button component={Link} to="/exports" onClick={close}>
              {t('export_run.many')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text c="dimmed">{t('export.hint')}</Text>
          <Radio.Group label={t('export.format')} value={kind} onChange={(value) => setKind(value as ExportFormat)}>
            <Group mt="xs">
              {(cards ? CARD_FORMATS : EXPORT_FORMATS).map((one) => (
                <Radio key={one} value={one} label={t(`export.format.${one}`)} />
              ))}
            </Group>
          </Radio.Group>
          {kind === 'csv' && (
            <>
              <NativeSelect
                label={t('import.delimiter')}
                data={(Object.keys(EXPORT_DELIMITERS) as ExportDelimiter[]).map((value) => ({
                  value,
                  label: t(`import.delimiter.${value}`),
                }))}
                value={delimiter}
                onChange={({ currentTarget }) => setDelimiter(currentTarget.value as ExportDelimiter)}
              />
              <Checkbox
                label={t('export.bom')}
                checked={bom}
                onChange={({ currentTarget }) => setBom(currentTarget.checked)}
              />
            </>
          )}
          {kind === 'vcard' && (
            <Checkbox
              label={t('export.contacts')}
              description={t('export.contacts_text')}
              checked={contacts}
              onChange={({ currentTarget }) => setContacts(currentTarget.checked)}
            />
          )}
          {masked && <Text>{t('export.masked')}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('do.cancel')}
            </Button>
            <Button loading={isSending} onClick={() => void send()}>
              {t('export.do')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
