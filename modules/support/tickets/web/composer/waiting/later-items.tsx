// When a reply shall leave: tomorrow, on Monday, or at an hour of one's own.
import { IconCalendarTime, IconClock } from '@tabler/icons-react'
import { useFormat, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { mondayMorning, tomorrowMorning } from './later.ts'
import { useZone } from './use-zone.ts'

type Choose = (send_at: string) => void

/** Entries of a menu; `onCustom` opens what asks for the hour. */
export function LaterItems({ onChoose, onCustom }: { onChoose: Choose; onCustom: () => void }) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  const now = new Date()
  const hours = [
    ['tomorrow', tomorrowMorning(now, zone)],
    ['monday', mondayMorning(now, zone)],
  ] as const
  return (
    <>
      {hours.map(([word, at]) => (
        <Menu.Item
          key={word}
          leftSection={<IconClock size={16} stroke={1.5} aria-hidden />}
          onClick={() => onChoose(at.toISOString())}
        >
          {t(`tickets.later.${word}`, { time: format.time(at.toISOString()) })}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconCalendarTime size={16} stroke={1.5} aria-hidden />} onClick={onCustom}>
        {t('tickets.later.custom')}
      </Menu.Item>
    </>
  )
}
