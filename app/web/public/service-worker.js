// The service worker: shows what is pushed to this browser and opens what is clicked, and keeps the client's files, so that
// it starts without a connection. Records are not its business: they lie in the page's own database and go with the session.
// The server writes the names of the client's files here; another list is another worker.
const FILES = /*files*/ []
const SHELL = 'workernet.shell'

self.addEventListener('install', (event) => {
  // The first one begins at once; a later one waits until its page is reloaded, so that no page loses its files.
  if (FILES.length === 0 || !self.registration.active) self.skipWaiting()
  event.waitUntil(keepShell())
})
self.addEventListener('activate', (event) => event.waitUntil(dropOldFiles().then(() => self.clients.claim())))
self.addEventListener('message', (event) => event.data?.type === 'update' && self.skipWaiting())
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (FILES.length === 0 || request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname.startsWith('/assets/')) event.respondWith(fileOf(request))
  else if (request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(pageOf(request))
})

async function keepShell() {
  if (FILES.length === 0) return
  const shell = await caches.open(SHELL)
  const known = new Set((await shell.keys()).map(({ url }) => new URL(url).pathname))
  await shell.addAll([...FILES.filter((file) => !known.has(file)), new Request('/', { cache: 'reload' })])
}

async function dropOldFiles() {
  if (FILES.length === 0) return
  const shell = await caches.open(SHELL)
  const wanted = new Set(['/', ...FILES])
  const old = (await shell.keys()).filter(({ url }) => !wanted.has(new URL(url).pathname))
  await Promise.all(old.map((request) => shell.delete(request)))
}

/** Files never change under one name. */
async function fileOf(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request)
}

/** The server's page, and without a connection the one that belongs to the files kept here. */
async function pageOf(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await caches.match('/', { ignoreVary: true })
    if (kept) return kept
    throw error
  }
}

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
