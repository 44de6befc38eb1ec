// Pictures of a message on the whole screen: by arrow keys, by swiping, by buttons.
import { ActionIcon, Button, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import { type Attached, useSave } from './attachments.tsx'
import { Large } from './large.tsx'
import classes from './viewer.module.css'

type Props = {
  pictures: readonly Attached[]
  /** The id of the one on screen. */
  shown: string
  onShow: (id: string) => void
  onClose: () => void
}
export function Viewer({ pictures, shown, onShow, onClose }: Props) {
  const t = useT()
  const save = useSave()
  const index = Math.max(
    0,
    pictures.findIndex(({ id }) => id === shown),
  )
  const picture = pictures[index]
  const go = (step: number) => {
    const next = pictures[index + step]
    if (next) onShow(next.id)
  }
  /** Forwards is where the line of reading goes. */
  const towards = (isRight: boolean) => go(isRight === (document.documentElement.dir !== 'rtl') ? 1 : -1)
  if (!picture) return null
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={<bdi>{picture.name}</bdi>}
      closeButtonProps={{ 'aria-label': t('tickets.close_preview') }}
      classNames={{ content: classes['content']!, body: classes['body']! }}
      onKeyDown={({ key }) => {
        if (key === 'ArrowRight' || key === 'ArrowLeft') towards(key === 'ArrowRight')
      }}
    >
      <Large key={picture.id} of={picture} onSwipe={towards} />
      <div className={classes['foot']}>
        {pictures.length > 1 && (
          <>
            <ActionIcon size="xl" disabled={index === 0} aria-label={t('tickets.file.previous')} onClick={() => go(-1)}>
              <IconChevronLeft size={24} stroke={1.5} className="wn-mirrors" />
            </ActionIcon>
            <span aria-live="polite">{t('tickets.file.place', { place: index + 1, total: pictures.length })}</span>
            <ActionIcon
              size="xl"
              disabled={index === pictures.length - 1}
              aria-label={t('tickets.file.next')}
              onClick={() => go(1)}
            >
              <IconChevronRight size={24} stroke={1.5} className="wn-mirrors" />
            </ActionIcon>
          </>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={18} stroke={1.5} aria-hidden />}
          onClick={() => void save(picture)}
        >
          {t('tickets.file.save')}
        </Button>
      </div>
    </Modal>
  )
}
