// How much is new, everywhere at once: in the bell, in the window's title, and away when its page is opened.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { toast, useAction, useAddress, useCall, useLive, useMe, useNow, useT } from '#kernel/web/index.tsx'
import {
  type Notification,
  notificationChanged,
  noticePreferences,
  notifications,
  notificationsRead,
} from '../../contract.ts'

/** What comes later than this was missed while the line was cut: it stands in the list and is not called out. */
const FRESH_MS = 30_000

export const useUnread = (): number => useAction(notifications.unread, {}).data?.unread ?? 0

/** Whether a person said that nothing is to disturb them now: what comes stands in the list, and is not called out. */
function isUndisturbed({ availability, availability_until: until }: Record<string, unknown>, now: number): boolean {
  return availability === 'do_not_disturb' && (typeof until !== 'string' || Date.parse(until) > now)
}

/** The record whose page is open, by the id its path ends with. */
const recordOf = (path: string): string | null => /\/([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(path)?.[1] ?? null

/** Everything is asked anew: lists and the number. */
export function useAskAnew(): () => void {
  const cache = useQueryClient()
  return useCallback(() => {
    for (const { name } of [notifications.list, notifications.unread])
      void cache.invalidateQueries({ queryKey: [name] })
  }, [cache])
}

/** Mounted once in every window: calls out what is new, counts it in the title, marks as read what is opened. */
export function useNews(): void {
  const t = useT()
  const call = useCall()
  const { user } = useMe()
  const { path, go } = useAddress()
  const unread = useUnread()
  const askAnew = useAskAnew()
  const undisturbed = isUndisturbed(user, useNow())
  // Which kinds pass all the same is asked only by those who are not to be disturbed.
  const { data: wishes } = useAction(noticePreferences.get, {}, { enabled: undisturbed })
  const isMandatory = (kind: string) => wishes?.kinds.some((one) => one.kind === kind && one.mandatory) ?? false
  const here = useRef(path)
  useEffect(() => {
    here.current = path
  })

  const readHere = useCallback(() => {
    const record = recordOf(here.current)
    // What could not be marked stays unread: nothing is lost.
    if (record && document.visibilityState === 'visible')
      void call(notifications.read, { record }).then(askAnew, () => undefined)
  }, [call, askAnew])

  useLive(['notification'], ({ name, payload, actor_id }) => {
    if (name === notificationsRead.name) return askAnew()
    if (name !== notificationChanged.name || actor_id === user.id) return
    const { notification } = payload as { notification: Row<typeof Notification> }
    const isFresh = Date.now() - Date.parse(notification.happened_at) < FRESH_MS
    if (!notification.unread || !isFresh || document.visibilityState !== 'visible') return
    if (notification.link === here.current) return readHere()
    if (undisturbed && !isMandatory(notification.kind)) return
    toast(notification.title, { action: { label: t('notifications.open'), run: () => go(notification.link) } })
  })
  const isAnyUnread = unread > 0
  useEffect(() => {
    if (isAnyUnread) readHere()
  }, [path, isAnyUnread, readHere])
  useEffect(() => {
    const seen = () => readHere()
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [readHere])
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${bare(document.title)}` : bare(document.title)
  }, [unread])
  useEffect(() => {
    const hear = ({ data }: MessageEvent<{ type?: string; url?: string }>) => {
      if (data.type === 'open' && data.url?.startsWith('/')) go(data.url)
    }
    navigator.serviceWorker?.addEventListener('message', hear)
    return () => navigator.serviceWorker?.removeEventListener('message', hear)
  }, [go])
}

const bare = (title: string): string => title.replace(/^\(\d+\) /, '')
