// Push in this browser: asked for only when somebody presses the button.
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { toast, useCall, useT } from '#kernel/web/index.tsx'
import { pushDevices } from '../../contract.ts'
import { canPush, keyBytes, subscriptionHere } from './subscription.ts'
import classes from './preferences.module.css'

type State = 'unknown' | 'off' | 'on' | 'denied' | 'impossible'

export function PushHere({ pushKey }: { pushKey: string | null }) {
  const t = useT()
  const call = useCall()
  const [state, setState] = useState<State>(() => (canPush() ? 'unknown' : 'impossible'))
  const [isBusy, setBusy] = useState(false)

  useEffect(() => {
    if (!canPush()) return
    void subscriptionHere().then((found) =>
      setState(found ? 'on' : Notification.permission === 'denied' ? 'denied' : 'off'),
    )
  }, [])

  async function turnOn(key: string): Promise<void> {
    if ((await Notification.requestPermission()) !== 'granted') return setState('denied')
    const worker = await navigator.serviceWorker.register('/service-worker.js')
    await navigator.serviceWorker.ready
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(key) })
    const { endpoint = '', keys = {} } = made.toJSON()
    await call(pushDevices.subscribe, { endpoint, keys: { p256dh: keys['p256dh']!, auth: keys['auth']! } })
    setState('on')
  }
  async function turnOff(): Promise<void> {
    const found = await subscriptionHere()
    if (found) {
      await call(pushDevices.forget, { endpoint: found.endpoint })
      await found.unsubscribe()
    }
    setState('off')
  }
  const run = (work: Promise<void>) => {
    setBusy(true)
    void work.catch(() => toast(t('notifications.push_failed'), { tone: 'problem' })).finally(() => setBusy(false))
  }

  const words = pushKey === null ? 'server_off' : state
  return (
    <section aria-label={t('notifications.push')}>
      <h2>{t('notifications.push')}</h2>
      <p className="wn-quiet">{words === 'unknown' ? ' ' : t(`notifications.push_${words}`)}</p>
      {pushKey !== null && state === 'off' && (
        <Button variant="default" loading={isBusy} className={classes['button']!} onClick={() => run(turnOn(pushKey))}>
          {t('notifications.push_turn_on')}
        </Button>
      )}
      {state === 'on' && (
        <Button variant="default" loading={isBusy} className={classes['button']!} onClick={() => run(turnOff())}>
          {t('notifications.push_turn_off')}
        </Button>
      )}
    </section>
  )
}
