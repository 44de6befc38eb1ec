// Pages for addresses that lead nowhere.
import { Button } from '@mantine/core'
import { IconLock, IconMapOff, IconPlugConnectedX, IconSparkles } from '@tabler/icons-react'
import { EmptyState } from '#ui/empty-state.tsx'
import { useT } from '../language/hooks.tsx'
import { Link } from '../shell/link.tsx'

function HomeButton() {
  const t = useT()
  return (
    <Button component={Link} to="/" variant="default">
      {t('do.go_home')}
    </Button>
  )
}

export function NotFound() {
  const t = useT()
  return (
    <EmptyState
      wholePage
      icon={<IconMapOff size={24} stroke={1.5} />}
      title={t('page_not_found.title')}
      action={<HomeButton />}
    >
      {t('page_not_found.text')}
    </EmptyState>
  )
}

export function Forbidden() {
  const t = useT()
  return (
    <EmptyState
      wholePage
      icon={<IconLock size={24} stroke={1.5} />}
      title={t('page_forbidden.title')}
      action={<HomeButton />}
    >
      {t('page_forbidden.text')}
    </EmptyState>
  )
}

/** A page of a component that the organisation has switched off, perhaps while it was open. */
export function SwitchedOff() {
  const t = useT()
  return (
    <EmptyState
      wholePage
      icon={<IconPlugConnectedX size={24} stroke={1.5} />}
      title={t('page_switched_off.title')}
      action={<HomeButton />}
    >
      {t('page_switched_off.text')}
    </EmptyState>
  )
}

/** Somebody who may see none of the pages. */
export function NothingHere() {
  const t = useT()
  return (
    <EmptyState wholePage icon={<IconSparkles size={24} stroke={1.5} />} title={t('page_nothing.title')}>
      {t('page_nothing.text')}
    </EmptyState>
  )
}
