// What a list without tickets says, and the step that helps.
import { Button } from '@mantine/core'
import { IconInbox, IconSearchOff } from '@tabler/icons-react'
import { isNarrowed, type Listing, resetShown, type ShownList, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'

type Props = { listing: Listing; shown: ShownList; onShow: (shown: ShownList) => void }

export function EmptyList({ listing, shown, onShow }: Props) {
  const t = useT()
  if (isNarrowed(listing, shown)) {
    const reset = () => onShow(resetShown(listing, shown))
    return (
      <EmptyState
        title={t('tickets.empty.filtered')}
        icon={<IconSearchOff size={32} stroke={1.5} />}
        action={
          <Button variant="default" onClick={reset}>
            {t('tickets.reset')}
          </Button>
        }
      >
        {t('tickets.empty.filtered_hint')}
      </EmptyState>
    )
  }
  if (shown.view === 'mine') {
    const take = () => onShow({ ...shown, view: 'unassigned' })
    return (
      <EmptyState
        title={t('tickets.empty.mine')}
        icon={<IconInbox size={32} stroke={1.5} />}
        action={
          <Button variant="default" onClick={take}>
            {t('tickets.empty.mine_step')}
          </Button>
        }
      >
        {t('tickets.empty.mine_hint')}
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('tickets.empty.view')} icon={<IconInbox size={32} stroke={1.5} />}>
      {t('tickets.empty.view_hint')}
    </EmptyState>
  )
}
