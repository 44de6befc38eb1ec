// Where a ticket or a message came from.
import { IconApi, IconMail, IconMessageCircle, IconWorld } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import type { CHANNELS } from '../../contract.ts'
import classes from './marks.module.css'

type Channel = (typeof CHANNELS)[number]
const icons = { web: IconWorld, email: IconMail, api: IconApi, chat: IconMessageCircle } satisfies Record<
  Channel,
  unknown
>

export function ChannelIcon({ channel, size = 14 }: { channel: Channel; size?: number }) {
  const t = useT()
  const label = t(`ticket.channel.${channel}`)
  const Icon = icons[channel]
  return (
    <span role="img" aria-label={label} title={label} className={classes['channel']}>
      <Icon size={size} stroke={1.5} />
    </span>
  )
}
