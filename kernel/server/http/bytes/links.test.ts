import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemOf } from '../../access/actor.ts'
import { LINK_SECONDS, linksWith } from './links.ts'

const links = linksWith('Zt3vQm8LkR1xWn6YpB4cHd9sFj2gEa7u')
const [tenant, user, session] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
const actor = { ...systemOf(tenant), kind: 'person' as const, user_id: user, session_id: session }
const now = Date.parse('2026-01-01T00:00:00Z')
const path = '/api/tickets/1/attachments/2?size=320'

test('a link names the session it was made for, with and without a query before it', () => {
  for (const one of [path, '/api/files/1/content']) {
    const { url, expires_at } = links.sign(one, actor, now)
    assert.deepEqual(links.read(url, now), { tenant, sub: user, sid: session })
    assert.equal(expires_at, '2026-01-01T00:05:00.000Z')
  }
  assert.equal(links.read(path, now), null)
})

test('a link ends after five minutes, and is none for another path, person, tenant, instant or installation', () => {
  const { url } = links.sign(path, actor, now)
  assert.throws(() => links.read(url, now + LINK_SECONDS * 1_000), { code: 'link_expired', status: 401 })
  const others = [
    url.replace('attachments/2', 'attachments/3'),
    url.replace('size=320', 'size=1600'),
    url.replace(user, crypto.randomUUID()),
    url.replace(tenant, crypto.randomUUID()),
    url.replace(session, crypto.randomUUID()),
    url.replace(/\.(\d{13})\./, (_whole, until: string) => `.${Number(until) + 1}.`),
    `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`,
    `${path}&link=nonsense`,
  ]
  for (const one of others) assert.throws(() => links.read(one, now), { code: 'link_invalid' }, one)
  assert.throws(() => linksWith('another secret of thirty-two marks').read(url, now), { code: 'link_invalid' })
})

test('a link cannot be moved behind another query', () => {
  const { url } = links.sign(path, actor, now)
  assert.equal(links.read(`${url}&size=1600`, now), null)
})
