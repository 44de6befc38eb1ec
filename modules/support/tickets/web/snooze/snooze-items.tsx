// Until when a ticket is put off: entries of a menu.
import { IconCalendarTime, IconClock, IconMessageReply } from '@tabler/icons-react'
import { useFormat, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { useZone } from '../composer/waiting/use-zone.ts'
import { snoozeMoments } from './moments.ts'

type Props = {
  /** A moment, or null for the customer's next answer. */
  onChoose: (until: string | null) => void
  /** Opens what asks for a moment. */
  onCustom: () => void
}

export function SnoozeItems({ onChoose, onCustom }: Props) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  return (
    <>
      <Menu.Item
        leftSection={<IconMessageReply size={16} stroke={1.5} className="wn-mirrors" aria-hidden />}
        onClick={() => onChoose(null)}
      >
        {t('tickets.snooze.reply')}
      </Menu.Item>
      {snoozeMoments(new Date(), zone).map(([word, at]) => (
        <Menu.Item
          key={word}
          leftSection={<IconClock size={16} stroke={1.5} aria-hidden />}
          onClick={() => onChoose(at.toISOString())}
        >
          {t(`tickets.snooze.${word}`, {
            // The word says the day already.
            time: (word === 'hour' || word === 'tomorrow' ? format.time : format.dateTime)(at.toISOString()),
          })}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconCalendarTime size={16} stroke={1.5} aria-hidden />} onClick={onCustom}>
        {t('tickets.later.custom')}
      </Menu.Item>
    </>
  )
}
