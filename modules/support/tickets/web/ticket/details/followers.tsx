// Who follows the ticket, and whether one does oneself.
import { useQueryClient } from '@tanstack/react-query'
import { Button, CloseButton } from '@mantine/core'
import { IconBell, IconBellOff } from '@tabler/icons-react'
import type { Row } from '#kernel/contract/index.ts'
import {
  keyOf,
  Reference,
  ReferencePicker,
  useAction,
  useCommand,
  useLive,
  useMe,
  useReference,
  useT,
} from '#kernel/web/index.tsx'
import { followers, ticketFollowed } from '../../../contract/composing/follower.ts'
import { type Ticket, tickets } from '../../../contract.ts'
import { useShortcuts } from '../../desk/use-shortcuts.ts'
import { useRefusal } from '../refusal.ts'
import classes from './followers.module.css'
import { PanelSection } from './panel-section.tsx'

export default function Followers({ ticket: { id } }: { ticket: Pick<Row<typeof Ticket>, 'id'> }) {
  const t = useT()
  const me = useMe()
  const cache = useQueryClient()
  const onProblem = useRefusal()
  const { data } = useAction(followers.list, { id })
  const key = keyOf(followers.list, { id })
  const onDone = (now: unknown) => cache.setQueryData(key, now)
  const follow = useCommand(followers.follow, { onDone, onProblem })
  const unfollow = useCommand(followers.unfollow, { onDone, onProblem })
  useLive([`ticket:${id}`], ({ name }) => {
    if (name === ticketFollowed.name) void cache.invalidateQueries({ queryKey: key })
  })
  const people = data?.items.map(({ person }) => person) ?? []
  const follows = people.includes(me.user.id)
  const mayInvite = me.may(tickets.update.can)
  const toggle = () => void (follows ? unfollow.run({ id, person: 'me' }) : follow.run({ id }))
  useShortcuts({ follow: data && toggle })
  const Icon = follows ? IconBellOff : IconBell
  return (
    <PanelSection
      name="followers"
      title={t('tickets.followers')}
      action={
        <Button
          size="compact-sm"
          variant="default"
          disabled={!data}
          leftSection={<Icon size={16} stroke={1.5} aria-hidden />}
          onClick={toggle}
        >
          {t(follows ? 'tickets.unfollow' : 'tickets.follow')}
        </Button>
      }
    >
      {people.length > 0 && (
        <ul className={classes['people']}>
          {people.map((person) => (
            <Follower
              key={person}
              person={person}
              onRemove={mayInvite ? () => void unfollow.run({ id, person }) : undefined}
            />
          ))}
        </ul>
      )}
      {mayInvite && (
        <ReferencePicker
          entity="user"
          label={t('tickets.add_follower')}
          placeholder={t('tickets.add_follower_hint')}
          value={null}
          onChange={(person) => person && void follow.run({ id, person })}
        />
      )}
    </PanelSection>
  )
}

function Follower({ person, onRemove }: { person: string; onRemove: (() => void) | undefined }) {
  const t = useT()
  const { name } = useReference('user', person)
  return (
    <li>
      <Reference entity="user" id={person} />
      {onRemove && (
        <CloseButton size="sm" aria-label={t('tickets.remove_follower', { name: name ?? '…' })} onClick={onRemove} />
      )}
    </li>
  )
}
