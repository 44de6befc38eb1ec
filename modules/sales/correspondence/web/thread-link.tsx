// From a mail of the outbox or the intake to the record that it belongs to.
import { Link, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { letters } from '../contract.ts'
import { FOLDERS } from './use-letters.ts'

export default function ThreadLink({ thread }: { thread: string }) {
  const t = useT()
  const { may } = useMe()
  const { data } = useAction(letters.place, { thread }, { enabled: may(letters.place.can) })
  return data ? <Link to={`${FOLDERS[data.entity]}/${data.record}`}>{t('letters.open_record')}</Link> : null
}
