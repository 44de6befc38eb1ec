import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { mailAddresses } from '#modules/platform/mail/contract.ts'
import { seedClients } from './seed-clients.ts'
import { seedLetters } from './seed-letters.ts'

let p: TestPlatform
before(async () => {
  p = await testPlatform()
})
after(() => p.close())

test('letters are seeded with a client who is there, once', async () => {
  assert.equal(await seedLetters(p.running), 0)
  await seedClients(p.running)
  assert.equal(await seedLetters(p.running), 3)
  assert.equal(await seedLetters(p.running), 0)
  const { items } = await p.as('acme', 'admin')(mailAddresses.list, {})
  assert.equal(items.filter(({ purpose }) => purpose === 'sales').length, 1)
})
