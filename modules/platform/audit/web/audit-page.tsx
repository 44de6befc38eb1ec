// The audit: entries, alerts and the report, and whether the chain is whole.
import { Tabs } from '@mantine/core'
import { PageHeader } from '#ui/page-header.tsx'
import { Link, useAddress, useT } from '#kernel/web/index.tsx'
import { Alerts } from './alerts.tsx'
import { Entries } from './entries.tsx'
import { Report } from './report.tsx'
import { useVerify, VerifyButton, VerifyResult } from './verify.tsx'

const TABS = ['entries', 'alerts', 'report'] as const

export default function AuditPage() {
  const t = useT()
  const { search, go } = useAddress()
  const proof = useVerify()
  const tab = TABS.find((one) => one === search['tab']) ?? 'entries'
  return (
    <>
      <PageHeader
        title={t('audit.title')}
        above={<Link to="/settings">{t('menu.settings')}</Link>}
        actions={<VerifyButton of={proof} />}
      >
        <VerifyResult of={proof} />
      </PageHeader>
      <Tabs value={tab} onChange={(next) => go(`/settings/audit?tab=${next ?? 'entries'}`)} keepMounted={false}>
        <Tabs.List mb={12}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`audit.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="entries">
          <Entries />
        </Tabs.Panel>
        <Tabs.Panel value="alerts">
          <Alerts />
        </Tabs.Panel>
        <Tabs.Panel value="report">
          <Report />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
