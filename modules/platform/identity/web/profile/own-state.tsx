// One's availability in one's own menu: two presses away from everywhere.
import { IconCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { toast, useCommand, useMe, useNow, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { auth, AVAILABILITIES, profile } from '../../contract.ts'
import { availabilityOf } from './availability-of.ts'

export default function OwnState() {
  const t = useT()
  const { user } = useMe()
  const cache = useQueryClient()
  const current = availabilityOf(user, useNow())
  const { run } = useCommand(profile.setAvailability, {
    onDone: () => {
      void cache.invalidateQueries({ queryKey: [auth.me.name] })
      void cache.invalidateQueries({ queryKey: ['reference', 'user', user.id] })
      toast(t('profile.saved'))
    },
  })
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('availability.title')}</Menu.Label>
      {([null, ...AVAILABILITIES] as const).map((state) => (
        <Menu.Item
          key={state ?? 'online'}
          aria-current={state === current || undefined}
          leftSection={
            state === current ? <IconCheck size={16} stroke={1.5} aria-hidden /> : <span style={{ inlineSize: 16 }} />
          }
          onClick={() => void run({ state })}
        >
          {t(`state.${state ?? 'online'}`)}
        </Menu.Item>
      ))}
    </>
  )
}
