// All notifications on a page of their own: what the bell opens on a phone.
import { useT } from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Lines } from './lines.tsx'

export default function NotificationsPage() {
  const t = useT()
  return (
    <>
      <PageHeader title={t('menu.notifications')} />
      <Lines />
    </>
  )
}
