// The service worker, run as it is, in a worker's stead.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { beforeEach, test } from 'node:test'
import vm from 'node:vm'

type Handler = (event: { waitUntil: (work: Promise<unknown>) => void } & Record<string, unknown>) => void

const source = readFileSync(new URL('../../../../../app/web/public/service-worker.js', import.meta.url), 'utf8')
const origin = 'https://desk.example.com'
let handlers: Map<string, Handler>
let shown: [title: string, options: Record<string, unknown>][]
let windows: {
  focused: boolean
  told: unknown[]
  postMessage: (message: unknown) => void
  focus: () => Promise<void>
}[]
let opened: string[]

beforeEach(() => {
  handlers = new Map()
  shown = []
  windows = []
  opened = []
  const self = {
    addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
    location: { origin },
    registration: { showNotification: async (...args: (typeof shown)[number]) => void shown.push(args) },
    clients: { matchAll: async () => windows, openWindow: async (url: string) => void opened.push(url) },
  }
  vm.runInNewContext(source, { self, URL })
})

async function happen(name: string, event: Record<string, unknown>): Promise<void> {
  const works: Promise<unknown>[] = []
  handlers.get(name)!({ waitUntil: (work) => void works.push(work), ...event })
  await Promise.all(works)
}
const windowOf = (focused: boolean) => {
  const told: unknown[] = []
  const one = { focused, told, postMessage: (message: unknown) => void told.push(message), focus: async () => {} }
  windows.push(one)
  return one
}
const click = async (url: unknown) => {
  let closed = false
  await happen('notificationclick', { notification: { data: { url }, close: () => (closed = true) } })
  assert.ok(closed)
}

test('what is pushed is shown, the same matter under one tag', async () => {
  const told = { title: 'مرحبا', body: 'B', url: '/tickets/1', tag: 'one', language: 'ar' }
  await happen('push', { data: { json: () => told } })
  const [[title, options]] = shown as [(typeof shown)[number]]
  assert.equal(title, 'مرحبا')
  assert.deepEqual(
    { ...options, data: { ...(options['data'] as object) } },
    {
      body: 'B',
      tag: 'one',
      renotify: true,
      lang: 'ar',
      dir: 'rtl',
      data: { url: '/tickets/1' },
    },
  )
})

test('a push that cannot be read is shown all the same', async () => {
  await happen('push', { data: { json: () => JSON.parse('{') as unknown } })
  await happen('push', { data: null })
  assert.deepEqual(
    shown.map(([title]) => title),
    ['WorkerNet', 'WorkerNet'],
  )
})

test('a click goes on in the window that is there', async () => {
  windowOf(false)
  const focused = windowOf(true)
  await click('/tickets/1?a=b')
  assert.deepEqual(JSON.parse(JSON.stringify(focused.told)), [{ type: 'open', url: '/tickets/1?a=b' }])
  assert.deepEqual(opened, [])
})

test('a click opens a window where there is none, and never another house', async () => {
  await click('/tickets/1')
  await click('https://evil.example.com/')
  await click(undefined)
  assert.deepEqual(opened, [`${origin}/tickets/1`, `${origin}/notifications`])
})
