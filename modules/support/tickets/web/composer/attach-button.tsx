// The paper clip.
import { ActionIcon, Button, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'

type Props = { onFiles: (files: File[]) => void; withWord?: boolean; size?: 'sm' | 'md' }

export function AttachButton({ onFiles, withWord = false, size = 'sm' }: Props) {
  const t = useT()
  const label = t('tickets.attach')
  return (
    <FileButton multiple onChange={onFiles}>
      {(props) =>
        withWord ? (
          <Button
            {...props}
            size={size}
            variant="default"
            leftSection={<IconPaperclip size={18} stroke={1.5} />}
            style={{ alignSelf: 'flex-start' }}
          >
            {label}
          </Button>
        ) : (
          <ActionIcon data-hint={label} {...props} size="lg" aria-label={label} data-key="attach">
            <IconPaperclip size={18} stroke={1.5} />
          </ActionIcon>
        )
      }
    </FileButton>
  )
}
