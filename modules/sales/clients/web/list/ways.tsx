// From the list of clients to what is done with many of them: side by side, or in one menu where there is no room.
import { ActionIcon, Button } from '@mantine/core'
import { IconCopyCheck, IconDots, IconFileImport, IconFilterCog } from '@tabler/icons-react'
import { Link, useMe, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { Client, IMPORT_CLIENTS, merging, segments } from '../../contract.ts'

export function ClientWays() {
  const t = useT()
  const { may } = useMe()
  const ways = [
    { can: IMPORT_CLIENTS, to: `/imports?entity=${Client.name}`, title: t('import_run.one'), Icon: IconFileImport },
    { can: segments.list.can, to: '/clients/segments', title: t('client_segment.many'), Icon: IconFilterCog },
    { can: merging.pairs.can, to: '/clients/duplicates', title: t('clients.duplicates'), Icon: IconCopyCheck },
  ].filter(({ can }) => may(can))
  if (ways.length === 0) return null
  return (
    <>
      {ways.map(({ to, title, Icon }) => (
        <Button
          key={to}
          component={Link}
          to={to}
          variant="default"
          leftSection={<Icon size={16} stroke={1.5} />}
          visibleFrom="md"
        >
          {title}
        </Button>
      ))}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="input-sm" aria-label={t('clients.ways')} hiddenFrom="md">
            <IconDots size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ways.map(({ to, title, Icon }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} stroke={1.5} />}>
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
