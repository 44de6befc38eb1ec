// Who works in a team: taken in by name, taken out by a cross.
import { ActionIcon, Skeleton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Face, ProblemAlert, ReferencePicker, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { teams } from '../../contract.ts'
import classes from './members.module.css'

export function TeamMembers({ team }: { team: string }) {
  const t = useT()
  const mayChange = useMe().may(teams.changeMembers.can)
  const { data, refetch } = useAction(teams.members, { id: team })
  const { run, problem } = useCommand(teams.changeMembers, { onDone: () => void refetch() })
  const members = data?.items
  return (
    <section className={classes['members']} aria-label={t('team.members')}>
      <h2>{t('team.members')}</h2>
      {!members && <Skeleton height={64} />}
      {members?.length === 0 && <p className="wn-quiet">{t('team.no_members')}</p>}
      <ul className={classes['list']}>
        {members?.map(({ id, name, role }) => (
          <li key={id}>
            <Face id={id} name={name} size={24} decorative />
            <bdi className={classes['name']}>{name}</bdi>
            <span className="wn-quiet">{t(`user.role.${role}`)}</span>
            {mayChange && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('team.remove_member', { name })}
                onClick={() => void run({ id: team, remove: [id] })}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <ReferencePicker
          entity="user"
          label={t('team.add_member')}
          value={null}
          only={({ id, role }) => role !== 'client' && !members?.some((one) => one.id === id)}
          onChange={(id) => id && void run({ id: team, add: [id] })}
        />
      )}
      <ProblemAlert problem={problem} />
    </section>
  )
}
