// What a careless or hostile client may send in place of what belongs there.
import type { Random } from './random.ts'

const LONG = 'ж'.repeat(20_000)

/** Texts that trip programs. None of them looks like what the judge takes for a leak. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\ufeff',
  '\u202eabc',
  '😀'.repeat(50),
  'ÇŞİıß ﬁ',
  'ش'.repeat(300),
  "' or 1=1 --",
  '"; --',
  '<script>alert(1)</script>',
  '{{constructor}}',
  '${7*7}',
  '../../../../etc/passwd',
  '..\\..\\x',
  '%00',
  '%',
  '_',
  '\\',
  '(((',
  ')"&!|',
  'a:* & !b <-> c',
  '=1+1',
  '\r\nSet-Cookie: a=b',
  'me',
  'none',
  'null',
  'true',
  '-1',
  '1e309',
  '0x10',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2026-11-21T00:00:00+14:00',
  '2026-11-21',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  'http://[::1]/',
  'https://user:pass@example.com:99999/',
  'javascript:alert(1)',
  'a@b',
  `${'a'.repeat(64)}@example.com`,
  'a'.repeat(255),
  'a'.repeat(5_000),
]

const ODD_NUMBERS: readonly number[] = [
  0,
  -1,
  1,
  0.5,
  -0.000_001,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  1e308,
  -1e308,
  5e-324,
  100_000,
]

export function oddText(random: Random): string {
  return random.chance(0.03) ? LONG : random.pick(ODD_TEXTS)
}

/** Anything that JSON can say. */
export function oddValue(random: Random, depth = 0): unknown {
  switch (random.below(depth > 2 ? 6 : 9)) {
    case 0:
      return null
    case 1:
      return random.chance(0.5)
    case 2:
      return random.pick(ODD_NUMBERS)
    case 3:
    case 4:
    case 5:
      return oddText(random)
    case 6:
      return Array.from({ length: random.pick([0, 1, 3, 60, 1_100]) }, () => random.pick([null, 1, 'a', {}, []]))
    case 7:
      return { [random.pick(['a', '', '__proto__', 'id', 'length'])]: oddValue(random, depth + 1) }
    default:
      return [oddValue(random, depth + 1), oddValue(random, depth + 1)]
  }
}

/** A body that is no object of fields, as it goes over the wire. */
export function oddBody(random: Random): string | Buffer {
  return random.pick<() => string | Buffer>([
    () => '',
    () => ' ',
    () => 'null',
    () => '[]',
    () => '"text"',
    () => '1',
    () => '1e999',
    () => '{',
    () => '{"a":1,}',
    () => "{'a':1}",
    () => '{"a":1}{"a":1}',
    () => '{"a":1,"a":2}',
    () => '{"title":"\\ud800","name":"\\ud800"}',
    () => '{"__proto__":{"role":"admin"}}',
    () => '{"constructor":{"prototype":{"role":"admin"}}}',
    () => '\ufeff{}',
    () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    () => `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
    () => '{"a":'.repeat(5_000),
    () => Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
    () => Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
    () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
    () => JSON.stringify({ title: 'a'.repeat(400_000) }),
    () => 'a=1&b=2',
    () => '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:/etc/passwd">]><a>&b;</a>',
  ])()
}

/** Bytes for what takes files: honest ones, and the beginnings of dangerous ones. */
export function oddBytes(random: Random): Buffer {
  return random.pick<() => Buffer>([
    () => Buffer.alloc(0),
    () => Buffer.from('some text'),
    () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]),
    () => Buffer.from('504b0304140000000800', 'hex'),
    () => Buffer.from('504b050600000000ffffffffffffffffffffffff0000', 'hex'),
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    () => Buffer.from('%PDF-1.7\n%%EOF'),
    () => Buffer.from('<html><script>alert(1)</script>'),
    () => Buffer.from('MZ\u0000'),
    () => Buffer.from(Array.from({ length: 200 }, () => random.below(256))),
    () => Buffer.alloc(70_000, 0x61),
  ])()
}

export const ODD_TYPES: readonly string[] = [
  'text/plain',
  'application/json; charset=utf-16',
  'application/json;',
  'application/merge-patch+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/octet-stream',
  'image/svg+xml',
  'text/html',
  '/',
  ';',
  'application/json, text/plain',
  `text/${'a'.repeat(2_000)}`,
]

/** A header that changes what a request means. */
export function oddHeader(random: Random): [name: string, value: string] {
  const name = random.pick(Object.keys(HEADERS))
  return [name, random.pick(HEADERS[name]!)]
}

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  'if-match': [
    '*',
    '"1"',
    'W/"1"',
    '1',
    '"0"',
    '-1',
    '"abc"',
    '',
    '"1", "2"',
    '99999999999999999999',
    '999999999999999',
  ],
  'if-none-match': ['*', '"x"', 'W/"x", "y"', ','],
  'idempotency-key': ['k1', 'k2', '', 'a'.repeat(255), 'a'.repeat(256), 'a b', 'kl\u00fc', '%00'],
  range: [
    'bytes=0-',
    'bytes=-1',
    'bytes=5-2',
    'bytes=999999999-',
    'bytes=0-0,2-3',
    'bytes=a-b',
    'items=0-1',
    'bytes=-0',
  ],
  'if-range': ['"x"', 'Sat, 21 Nov 2026 00:00:00 GMT'],
  'accept-language': [
    'ru',
    'uz;q=0.1, ar',
    'xx',
    '*',
    ';;;q=',
    'en;q=NaN',
    `${'ru,'.repeat(2_000)}`,
    '__proto__',
    'constructor',
  ],
  'api-version': ['1', '2', 'v2', '0', '5', '-1', '2.0', '', '2, 2', '__proto__'],
  accept: ['*/*', 'text/html', 'application/vnd.workernet.v2+json', 'application/vnd.workernet.v9+json', ''],
  authorization: [
    '',
    'Bearer',
    'Bearer x',
    'Bearer a.b.c',
    'Basic YTpi',
    `Bearer ${'a'.repeat(5_000)}`,
    'bearer null',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ],
  cookie: ['workernet_refresh=x', 'a', '=;=;', 'workernet_refresh=%E0%A4%A', `a=${'b'.repeat(3_000)}`],
  'x-session': ['cookie', 'x'],
  'sec-fetch-site': ['cross-site', 'same-origin', 'none', 'x'],
  origin: ['https://evil.example', 'null', ''],
  'x-request-id': ['abcdefgh', '', '../../x', 'a'.repeat(100)],
  'x-forwarded-for': ['127.0.0.1', 'x', `${'1.1.1.1,'.repeat(500)}`],
  'x-forwarded-proto': ['https', 'javascript'],
  forwarded: ['for=127.0.0.1'],
  host: ['evil.example', 'a b', ''],
  'content-encoding': ['gzip', 'identity', 'br', 'x'],
  'content-length': ['1', '99999999999'],
  expect: ['100-continue'],
  'upload-offset': ['-1', '1', '0', '99999999999999999999', 'x', '1.5'],
  'upload-length': ['-1', '0', '99999999999999999999', 'x', '52428801'],
  'upload-metadata': ['filename', 'filename !!!', 'filename YQ==,filename YQ==', 'a,b,,', `name ${'YQ'.repeat(5_000)}`],
  'tus-resumable': ['1.0.0', '0.2.0', ''],
  'webhook-id': ['x', ''],
  'webhook-timestamp': ['0', 'x', '99999999999'],
  'webhook-signature': ['v1,x', 'x', ' '],
  'user-agent': ['', 'a'.repeat(4_000), '\u00ff\u0001'],
}

/** What may follow the address: fields nobody knows, fields twice, broken encodings. */
export const ODD_QUERIES: readonly string[] = [
  'never_heard_of=1',
  'limit=1&limit=2',
  'limit=-1',
  'limit=1e3',
  'limit=99999999999999999999',
  'limit=',
  'limit[]=1',
  'limit[a]=1',
  'cursor=x',
  'cursor=%00',
  'cursor=eyJ4IjoxfQ',
  'cursor=bnVsbA',
  'cursor=W10',
  'cursor=W251bGwsbnVsbF0',
  'sort=x',
  'sort=-created_at,,',
  'sort=created_at,created_at',
  'sort=__proto__',
  'q=%00',
  'q=%ED%A0%80',
  'q=%C3%28',
  'q=%',
  'q=%ZZ',
  'q=a%27%22%5C',
  'q=%28%28%28',
  'q=status%3A',
  'q=created_at%3E%3D2026-99-99',
  'q=number%3A99999999999999999999',
  'status=open&status=closed,new',
  'created_at_from=x',
  'created_at_from=0001-01-01T00:00:00Z',
  'created_at_to=9999-12-31T23:59:59.999999999%2B14:00',
  'version=2',
  'version=9',
  'version=1&version=2',
  'version=__proto__',
  'link=x',
  'link=a.b.c',
  '__proto__=1',
  'constructor=1',
  'a'.repeat(3_000),
  '&&&==&',
  '?',
]

/** Addresses near the ones that are there. */
export const ODD_PATHS: readonly string[] = [
  '/api',
  '/api/',
  '/api//tickets',
  '/api/tickets/',
  '/api/tickets//',
  '/api/v2/tickets',
  '/v1/tickets',
  '/api/v99/tickets',
  '/api/v2',
  '/api/v2/v2/tickets',
  '/api/Tickets',
  '/api/tickets/%00',
  '/api/tickets/%2e%2e/users',
  '/api/tickets/..%2fusers',
  '/api/tickets/%',
  '/api/tickets/%ZZ',
  '/api/tickets/%C3%28',
  '/api/tickets/%ED%A0%80',
  '/api/tickets/a%0d%0ab',
  `/api/tickets/${'a'.repeat(201)}`,
  `/api/tickets/${'a'.repeat(5_000)}`,
  '/api/tickets;a=b',
  '/api/__proto__',
  '/api/constructor',
  '/api/users/me',
  '/api/files/x/content?link=x',
  '/api/never/heard/of',
  '/..%2f..%2fetc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/assets/..%5c..%5cpackage.json',
  '/.env',
  '/.git/config',
  '/package.json',
  '/api/openapi.json',
  '/api/openapi.json?language=__proto__',
  '/api/docs',
]
