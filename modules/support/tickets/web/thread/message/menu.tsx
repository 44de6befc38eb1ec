// What can be done with one message.
import { IconDots, IconFileDownload, IconLink, IconMailOpened, IconMailQuestion } from '@tabler/icons-react'
import { toast, useDownload, useMe, useT } from '#kernel/web/index.tsx'
import { Problem } from '#kernel/contract/index.ts'
import { Menu } from '#ui/opening/opening.tsx'
import { READ_NOTES } from '../../../contract.ts'
import { conversation } from '../../../contract/conversation.ts'
import { linkTo } from '../link.ts'
import type { Message } from '../story.ts'
import classes from '../thread.module.css'

type Props = {
  message: Message
  asked: { id: string; comment?: string }
  isLetterShown: boolean
  onLetter: () => void
  onMarkUnread: ((message: string) => void) | undefined
}

export function MessageMenu(props: Props) {
  const t = useT()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes['dots']} aria-label={t('tickets.thread.menu')}>
          <IconDots size={16} stroke={1.5} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Items {...props} />
      </Menu.Dropdown>
    </Menu>
  )
}

function Items({ message, asked, isLetterShown, onLetter, onMarkUnread }: Props) {
  const t = useT()
  const me = useMe()
  const save = useRawMail()
  const isLetter = message.mail !== null && me.may(READ_NOTES)
  return (
    <>
      <Menu.Item
        leftSection={<IconLink size={16} stroke={1.5} />}
        onClick={() =>
          void navigator.clipboard?.writeText(linkTo(message.id)).then(() => toast(t('tickets.link_copied')))
        }
      >
        {t('tickets.thread.copy_link')}
      </Menu.Item>
      {onMarkUnread && (
        <Menu.Item leftSection={<IconMailOpened size={16} stroke={1.5} />} onClick={() => onMarkUnread(message.id)}>
          {t('tickets.thread.mark_unread')}
        </Menu.Item>
      )}
      {isLetter && (
        <>
          <Menu.Item leftSection={<IconMailQuestion size={16} stroke={1.5} />} onClick={onLetter}>
            {t(isLetterShown ? 'tickets.thread.hide_letter' : 'tickets.thread.letter')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileDownload size={16} stroke={1.5} />} onClick={() => void save(asked)}>
            {t('tickets.thread.raw')}
          </Menu.Item>
        </>
      )}
    </>
  )
}

/** Saves the mail of a message as it came or left. */
export function useRawMail() {
  const t = useT()
  const download = useDownload()
  return async (asked: { id: string; comment?: string }) => {
    try {
      await download(conversation.raw, asked, `${asked.comment ?? asked.id}.eml`)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast(t('tickets.thread.raw_failed'), { tone: 'problem' })
    }
  }
}
