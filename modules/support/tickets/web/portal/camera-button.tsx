// On a phone: a picture from the camera, without going through the files.
import { Button, FileButton } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import classes from './portal.module.css'

export function CameraButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const t = useT()
  return (
    <FileButton accept="image/*" capture="environment" onChange={(file) => file && onFiles([file])}>
      {(props) => (
        <Button
          {...props}
          size="md"
          variant="default"
          className={classes['camera']!}
          leftSection={<IconCamera size={18} stroke={1.5} />}
        >
          {t('tickets.portal.camera')}
        </Button>
      )}
    </FileButton>
  )
}
