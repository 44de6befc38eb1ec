// Takes what a list shows away as a file, whole, by its filter.
import { Button } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { useMe, useT } from '#kernel/web/index.tsx'
import type { ExportButton as Props } from '../../contract.ts'
import { ExportDialog } from './export-dialog.tsx'

export default function ExportButton({ action, clear, ...rest }: Props) {
  const t = useT()
  const { may } = useMe()
  const [isOpen, setOpen] = useState(false)
  if (!may(action.can)) return null
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
      <ExportDialog {...rest} action={action} masked={!may(clear)} opened={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
