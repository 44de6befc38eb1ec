// Takes what a list shows away as a file, whole, by its filter.
import { Button, Checkbox, Group, Modal, NativeSelect, Radio, Stack, Text } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { EXPORT_DELIMITERS, EXPORT_FORMATS, type ExportDelimiter } from '#kernel/contract/index.ts'
import { toast, useDownload, useMe, useT } from '#kernel/web/index.tsx'
import type { ExportButton as Props } from '../contract.ts'

type Format = (typeof EXPORT_FORMATS)[number]

export default function ExportButton({ action, clear, filter, title }: Props) {
  const t = useT()
  const { may } = useMe()
  const download = useDownload()
  const [isOpen, setOpen] = useState(false)
  const [isSending, setSending] = useState(false)
  const [format, setFormat] = useState<Format>('xlsx')
  const [delimiter, setDelimiter] = useState<ExportDelimiter>('semicolon')
  const [bom, setBom] = useState(true)
  if (!may(action.can)) return null

  async function send() {
    setSending(true)
    try {
      const how = format === 'csv' ? { format, delimiter, bom } : { format }
      await download(action, { ...filter, ...how }, `${title}.${format}`)
      setOpen(false)
    } catch (error) {
      const { code } = error as { code: string }
      toast(t(`problem.${code}` as 'problem.internal'), { tone: 'problem' })
    } finally {
      setSending(false)
    }
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileExport size={16} stroke={1.5} />}
        onClick={() => setOpen(true)}
        visibleFrom="md"
      >
        {t('export.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('export.title', { what: title })}
        closeButtonProps={{ 'aria-label': t('do.close') }}
      >
        <Stack gap="md">
          <Text c="dimmed">{t('export.hint')}</Text>
          <Radio.Group label={t('export.format')} value={format} onChange={(value) => setFormat(value as Format)}>
            <Group mt="xs">
              {EXPORT_FORMATS.map((one) => (
                <Radio key={one} value={one} label={t(`export.format.${one}`)} />
              ))}
            </Group>
          </Radio.Group>
          {format === 'csv' && (
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
          {!may(clear) && <Text>{t('export.masked')}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpen(false)}>
              {t('do.cancel')}
            </Button>
            <Button loading={isSending} onClick={() => void send()}>
              {t('export.do')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
