// Until when a ticket is put off: entries of a menu.
import { Menu } from '@mantine/core'
import { IconCalendarTime, IconClock, IconMessageReply } from '@tabler/icons-react'
import { useFormat, useT } from '#kernel/web/index.tsx'
import { mondayMorning, monthMorning, tomorrowMorning } from '../composer/waiting/later.ts'
import { useZone } from '../composer/waiting/moment-dialog.tsx'

const HOUR_MS = 3_600_000

/** The moments that are offered, by their words. */
export const snoozeMoments = (now: Date, zone: string | undefined) =>
  [
    ['hour', new Date(now.getTime() + HOUR_MS)],
    ['tomorrow', tomorrowMorning(now, zone)],
    ['week', mondayMorning(now, zone)],
    ['month', monthMorning(now, zone)],
  ] as const

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
