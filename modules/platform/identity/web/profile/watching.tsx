// Hears of colleagues on every page, so that their faces and states are those of now.
import { useLive, useMe } from '#kernel/web/index.tsx'
import { users } from '../../contract.ts'

export default function Watching() {
  useLive(useMe().scope(users.list.can) === 'all' ? ['user'] : [])
  return null
}
