import { useMe } from '#kernel/web/index.tsx'

/** The zone that the person lives by, else that of the device. */
export function useZone(): string {
  const { user } = useMe()
  const own = user['zone']
  return typeof own === 'string' && own ? own : Intl.DateTimeFormat().resolvedOptions().timeZone
}
