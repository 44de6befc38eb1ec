// What an organisation decides about notices: texts, defaults, channels; and what became of them.
import { Tabs } from '@mantine/core'
import { Link, useAddress, useT } from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Channels } from './channels.tsx'
import { Defaults } from './defaults.tsx'
import { History } from './history.tsx'
import { Templates } from './templates.tsx'

const PARTS = { texts: Templates, defaults: Defaults, channels: Channels, history: History }

export default function NotificationSettings() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const part = search['part'] ?? 'texts'
  return (
    <>
      <PageHeader title={t('menu.notification_settings')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <Tabs value={part} onChange={(next) => setSearch({ part: next ?? undefined })} keepMounted={false}>
        <Tabs.List mb={16}>
          {Object.keys(PARTS).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`notifications.part_${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(PARTS).map(([name, Part]) => (
          <Tabs.Panel key={name} value={name}>
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
