import { expect, test } from 'vitest'
import { chosenOf } from './use-recipients.ts'

const [boss, driver, lawyer] = ['boss', 'driver', 'lawyer'].map((name) => ({ name, address: `${name}@x.test` })) as [
  { name: string; address: string },
  { name: string; address: string },
  { name: string; address: string },
]

test.each([
  ['everybody', { out: [], extra: [] }, [boss, driver]],
  ['without one', { out: [boss.address], extra: [] }, [driver]],
  ['one more, once', { out: [], extra: [lawyer, driver] }, [boss, driver, lawyer]],
  ['only one who is new', { out: [boss.address, driver.address], extra: [lawyer] }, [lawyer]],
])('%s', (_name, choice, people) => expect(chosenOf([boss, driver], choice)).toEqual(people))
