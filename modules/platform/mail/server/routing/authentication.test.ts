import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authenticationOf } from './authentication.ts'

const trusted = new Set(['mx.acme.test'])
const of = (...values: string[]) =>
  authenticationOf({ headers: values.map((value) => ({ name: 'authentication-results', value })) }, trusted)

test('DMARC decides; without it SPF and DKIM do together', () => {
  assert.equal(
    of('mx.acme.test; spf=pass smtp.mailfrom=x.test; dkim=pass; dmarc=fail (p=none) header.from=x.test'),
    'fail',
  )
  assert.equal(of('mx.acme.test 1; dmarc=pass header.from=x.test; spf=fail'), 'pass')
  assert.equal(of('MX.Acme.test; spf=softfail; dkim=fail (bad; signature)'), 'fail')
  assert.equal(of('mx.acme.test; spf=fail; dkim=none'), null)
  assert.equal(of('mx.acme.test; spf=fail; dkim=pass'), 'pass')
  assert.equal(of('mx.acme.test; none'), null)
})

test('only the topmost header of a server we trust counts', () => {
  assert.equal(of('mx.evil.test; dmarc=pass'), null)
  assert.equal(of('mx.evil.test; dmarc=pass', 'mx.acme.test; dmarc=fail'), null)
  assert.equal(of('mx.acme.test; dmarc=fail', 'mx.acme.test; dmarc=pass'), 'fail')
  assert.equal(of('mx.acme.test.evil.test; dmarc=pass'), null)
  assert.equal(of(), null)
  assert.equal(
    authenticationOf({ headers: [{ name: 'authentication-results', value: 'mx.acme.test; dmarc=fail' }] }, new Set()),
    null,
  )
})
