// What a board is divided by, chosen above it.
import { ActionIcon, Button } from '@mantine/core'
import { IconDots, IconLayoutRows } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Menu } from '#ui/opening/opening.tsx'
import { useT } from '../language/hooks.tsx'
import type { Listing, ShownList } from '../listing/shown.ts'
import { useLaneField } from './use-lane-words.ts'

type Props = {
  listing: Listing
  shown: ShownList
  onShow: (shown: ShownList) => void
  /** Where there is room for one menu only. */
  isIcon?: boolean
  /** What else belongs into it. */
  children?: ReactNode
}

export function LaneMenu({ listing, shown: { lanes: chosen, ...rest }, onShow, isIcon = false, children }: Props) {
  const t = useT()
  const nameOf = useLaneField(listing)
  const { lanes = [] } = listing
  if (lanes.length === 0) return null
  const offered = [undefined, ...lanes]
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        {isIcon ? (
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('menu.more')}>
            <IconDots size={18} stroke={1.5} />
          </ActionIcon>
        ) : (
          <Button variant="default" leftSection={<IconLayoutRows size={16} stroke={1.5} />}>
            {chosen ? t('lanes.by', { field: nameOf(chosen) }) : t('lanes.label')}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('lanes.label')}</Menu.Label>
        {offered.map((field) => (
          <Menu.Item
            key={field ?? ''}
            role="menuitemradio"
            aria-checked={field === chosen}
            data-chosen={field === chosen}
            onClick={() => onShow(field ? { ...rest, lanes: field } : rest)}
          >
            {field ? nameOf(field) : t('lanes.none')}
          </Menu.Item>
        ))}
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}
