import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublic } from './addresses.ts'
import { OutgoingRefusal } from './refusal.ts'
import { allowlistEntry, readTarget } from './target.ts'

const CLOSED = `
  127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1
  169.254.0.1 169.254.169.254 100.64.0.1 100.127.255.255 100.100.100.200 192.0.0.192
  224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 192.0.2.1 198.51.100.7 203.0.113.9
  198.18.0.1 198.19.255.255 192.88.99.1 168.63.129.16
  :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1
  fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 100::1 5f00::1 4000::1
  64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1:: 2002:808:808::1
  2001::1 2001:0:4136:e378::1 2001:db8::1 3fff::1 2001:2::1 2001:20::1
  localhost 127 0x7f.1 1.2.3 8.8.8.8. 1.2.3.4/8 :`
const OPEN = `
  1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 169.253.0.1 198.20.0.1
  223.255.255.255 2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808`
const words = (text: string) => text.trim().split(/\s+/)

for (const address of ['', ...words(CLOSED)])
  test(`"${address}" is not public`, () => assert.equal(isPublic(address), false))
for (const address of words(OPEN)) test(`${address} is public`, () => assert.equal(isPublic(address), true))

const refusalOf = (url: string, allowed: string[] = []) => {
  try {
    readTarget(url, new Set(allowed))
    return null
  } catch (error) {
    return (error as OutgoingRefusal).code
  }
}

const refused: [string, string][] = [
  ['http://0x7f.1/', 'outgoing.address_refused'],
  ['http://2130706433/', 'outgoing.address_refused'],
  ['http://0177.0.0.1/', 'outgoing.address_refused'],
  ['http://127.1/', 'outgoing.address_refused'],
  ['http://１２７.０.０.１/', 'outgoing.address_refused'],
  ['http://[::ffff:127.0.0.1]/', 'outgoing.address_refused'],
  ['http://[::ffff:7f00:1]/', 'outgoing.address_refused'],
  ['http://[0:0:0:0:0:0:0:1]/', 'outgoing.address_refused'],
  ['http://169.254.169.254/latest/meta-data/', 'outgoing.address_refused'],
  ['http://127.0.0.1./', 'outgoing.address_refused'],
  ['http://localhost:9000/', 'outgoing.address_refused'],
  ['https://api.LOCALHOST./', 'outgoing.address_refused'],
  ['https://user@example.com/', 'outgoing.credentials_refused'],
  ['https://user:word@example.com/', 'outgoing.credentials_refused'],
  ['ftp://example.com/', 'outgoing.url_refused'],
  ['file:///etc/passwd', 'outgoing.url_refused'],
  ['gopher://example.com:70/', 'outgoing.url_refused'],
  ['javascript:alert(1)', 'outgoing.url_refused'],
  ['//example.com/', 'outgoing.url_refused'],
  ['example.com', 'outgoing.url_refused'],
  ['', 'outgoing.url_refused'],
  [`https://example.com/${'x'.repeat(2_000)}`, 'outgoing.url_refused'],
  ['https://example.com:25/', 'outgoing.port_refused'],
  ['https://example.com:22/', 'outgoing.port_refused'],
]
for (const [url, code] of refused)
  test(`${url.slice(0, 60)} is refused before anything is asked`, () => assert.equal(refusalOf(url), code))

test('what is listed may be called, in whatever way it is written, and nothing beside it', () => {
  const list = ['127.0.0.1:9000', '[::1]:9001', 'Hooks.Internal:25'].map((item) => allowlistEntry(item)!)
  for (const url of [
    'http://127.0.0.1:9000/x',
    'http://0x7f.1:9000/',
    'http://[::ffff:127.0.0.1]:9000/',
    'http://[0::1]:9001/',
    'http://localhost:9000/',
    'http://hooks.internal:25/',
    'http://hooks.internal.:25/',
  ])
    assert.equal(refusalOf(url, list), null, url)
  assert.equal(refusalOf('http://127.0.0.1:9001/', list), 'outgoing.address_refused')
  assert.equal(refusalOf('http://127.0.0.2:9000/', list), 'outgoing.address_refused')
  assert.equal(refusalOf('http://hooks.internal:26/', list), 'outgoing.port_refused')
  for (const wrong of ['localhost', 'a:b', 'http://x:1', 'x:99999', 'a@b:1', 'x:1/y', ''])
    assert.equal(allowlistEntry(wrong), undefined, wrong)
})
