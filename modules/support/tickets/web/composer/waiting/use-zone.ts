import { useMe } from '#kernel/web/index.tsx'

/** The zone that the person chose; without one, that of the device. */
export const useZone = (): string | undefined => (useMe().user['zone'] as string | null | undefined) ?? undefined
