// The client as an installed application: its service worker, news of a new version, and the offer to install it.
import { toast } from '../shell/toast.ts'

type InstallOffer = Event & { prompt: () => Promise<unknown> }

const LOOK_EVERY_MS = 30 * 60_000
let offer: InstallOffer | null = null
const watchers = new Set<() => void>()

function note(next: InstallOffer | null): void {
  offer = next
  for (const watcher of watchers) watcher()
}

/** Whether the browser would install this now; it is asked by `install`. */
export const installOffer = (): InstallOffer | null => offer
export function watchInstallOffer(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
export async function install(): Promise<void> {
  await offer?.prompt()
  note(null)
}

/** Begins once per page; `words` are asked for when there is news. */
export function startWorker(words: (key: string) => string): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    note(event as InstallOffer)
  })
  window.addEventListener('appinstalled', () => note(null))
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers || !import.meta.env.PROD) return
  const tell = (waiting: ServiceWorker) =>
    toast(words('app.new_version'), {
      ms: 60_000,
      action: {
        label: words('app.reload'),
        run: () => {
          workers.addEventListener('controllerchange', () => location.reload(), { once: true })
          waiting.postMessage({ type: 'update' })
        },
      },
    })
  const begin = async () => {
    const known = await workers.register('/service-worker.js')
    if (known.waiting && workers.controller) tell(known.waiting)
    known.addEventListener('updatefound', () => {
      const coming = known.installing
      coming?.addEventListener('statechange', () => {
        if (coming.state === 'installed' && workers.controller) tell(coming)
      })
    })
    setInterval(() => void known.update().catch(() => undefined), LOOK_EVERY_MS)
  }
  // A browser that may not keep anything works without.
  const quietly = () => void begin().catch(() => undefined)
  if (document.readyState === 'complete') quietly()
  else window.addEventListener('load', quietly, { once: true })
}

/** The organisation's own sign and name for the home screen. */
export function linkManifest(tenant: string): void {
  const links = [
    ['manifest', `/api/tenants/${tenant}/manifest`],
    ['apple-touch-icon', `/api/tenants/${tenant}/icons/180`],
  ] as const
  for (const [rel, href] of links) {
    const link = document.head.querySelector<HTMLLinkElement>(`link[rel="${rel}"]`) ?? document.createElement('link')
    if (link.getAttribute('href') === href) continue
    link.rel = rel
    link.href = href
    document.head.append(link)
  }
}
