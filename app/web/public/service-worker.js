// The service worker: shows what is pushed to this browser and opens what is clicked. It keeps and answers nothing yet.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => event.waitUntil(show(event.data)))
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.url))
})

/** A push that shows nothing costs us the permission, so even one that cannot be read is shown. */
async function show(data) {
  let told = {}
  try {
    told = data?.json() ?? {}
  } catch {
    // Not of our making: the plain notice below.
  }
  const { title, body, url, tag, language } = told
  await self.registration.showNotification(String(title ?? 'WorkerNet'), {
    body: String(body ?? ''),
    // The same matter replaces itself, also when it is pushed twice.
    ...(tag ? { tag: String(tag), renotify: true } : {}),
    lang: String(language ?? ''),
    dir: language === 'ar' ? 'rtl' : 'auto',
    data: { url: String(url ?? '/notifications') },
  })
}

/** A window that is there goes to the page without a reload; else one is opened. Only pages of ours. */
async function open(url) {
  const target = new URL(typeof url === 'string' ? url : '/notifications', self.location.origin)
  if (target.origin !== self.location.origin) return
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const known = windows.find((one) => one.focused) ?? windows[0]
  if (!known) return void (await self.clients.openWindow(target.href))
  known.postMessage({ type: 'open', url: `${target.pathname}${target.search}` })
  await known.focus()
}
