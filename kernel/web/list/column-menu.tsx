// How a list looks: how close its rows stand, which columns it has and in which order.
import { ActionIcon } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { Popover } from '#ui/opening/opening.tsx'
import { useT } from '../language/hooks.tsx'
import type { ColumnChoiceProps } from './column-choice.tsx'

// Few people open it, and not at once.
const ColumnChoice = lazy(() => import('./column-choice.tsx'))

export function ColumnMenu(props: ColumnChoiceProps) {
  const t = useT()
  return (
    <Popover position="bottom-end" width={300} withinPortal trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          data-key="columns"
          aria-label={t('list.looks')}
          title={t('list.looks')}
        >
          <IconColumns3 size={18} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense>
          <ColumnChoice {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
