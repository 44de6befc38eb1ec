import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import { Deal } from '#modules/sales/deals/contract.ts'
import { READ, SEND } from '../../contract.ts'
import correspondence from '../module.tsx'
import { addressesIn, answerTo } from './draft.ts'
import Writer from './writer.tsx'

const ID = '0a5b3c1e-0000-4000-8000-000000000001'
const LETTER = '0a5b3c1e-0000-4000-8000-000000000002'
const letter = {
  id: LETTER,
  direction: 'in',
  from_address: 'Nigora@shop.test',
  people: [
    { name: '', address: 'sales@acme.test', role: 'to' },
    { name: 'Boss', address: 'boss@shop.test', role: 'cc' },
  ],
  subject: 'Price',
} as const
const known = { items: [{ name: 'Nigora', address: 'nigora@shop.test' }], subject: 'Telephony', own: null }

async function write(answers: string | null, own: string | null = null) {
  const onDone = vi.fn()
  const set = await stage({
    modules: [correspondence],
    permissions: { [READ]: 'all', [SEND]: 'all' },
    answer: ({ name }) =>
      ({ 'letters.addressees': { ...known, own }, 'letters.get': letter, 'letters.send': letter })[name] ?? null,
  })
  render(
    <set.Stage>
      <Writer entity={Deal} id={ID} answers={answers} onDone={onDone} />
    </set.Stage>,
  )
  await screen.findByText(answers ? 'boss@shop.test' : 'nigora@shop.test')
  return { user: userEvent.setup(), onDone, sent: () => set.asked.find(({ name }) => name === 'letters.send')?.input }
}

test('a new letter is filled with the likeliest address and the name of the deal, and leaves once it says something', async () => {
  const { user, onDone, sent } = await write(null)
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Send' })
  expect(button.disabled).toBe(true)
  await user.type(screen.getByRole('textbox', { name: 'Text of the letter' }), 'Hello')
  await user.click(button)
  await waitFor(() => expect(onDone).toHaveBeenCalled())
  expect(sent()).toEqual({
    entity: 'deal',
    record: ID,
    to: [{ name: 'Nigora', address: 'nigora@shop.test' }],
    cc: [],
    subject: 'Telephony',
    text: 'Hello',
    files: [],
    answers: null,
    sender: 'organisation',
  })
})

test('what is no address is said, and nothing leaves', async () => {
  const { user } = await write(null)
  await user.type(screen.getByLabelText('To', { selector: 'input' }), 'nobody{Enter}')
  await user.type(screen.getByRole('textbox', { name: 'Text of the letter' }), 'Hello')
  expect(screen.getByText('This is not a mail address')).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true)
})

test('an answer goes to whoever wrote, under their subject, with the others as a copy', async () => {
  const { user, sent } = await write(LETTER)
  await user.type(screen.getByRole('textbox', { name: 'Text of the letter' }), 'Yes{Control>}{Enter}{/Control}')
  await waitFor(() => expect(sent()).toBeTruthy())
  expect(sent()).toMatchObject({
    to: [{ name: 'Nigora', address: 'nigora@shop.test' }],
    cc: [{ name: '', address: 'boss@shop.test' }],
    subject: 'Re: Price',
    answers: LETTER,
  })
})

test('addresses are read as people paste them, and one of our own letters is answered to its recipients', () => {
  expect(addressesIn(['Anna <Anna@Shop.test>', ' anna@shop.test', 'x'])).toEqual(['anna@shop.test', 'x'])
  const ours = { ...letter, direction: 'out' as const, subject: 're: Price' }
  expect(answerTo(ours as never)).toEqual({ to: ['sales@acme.test'], cc: ['boss@shop.test'], subject: 're: Price' })
})

test('whoever has connected a mailbox chooses the sender, once for all letters', async () => {
  localStorage.clear()
  const { user, sent } = await write(null, 'me@firm.test')
  await user.click(screen.getByRole('combobox', { name: 'From' }))
  await user.click(await screen.findByRole('option', { name: 'me@firm.test' }))
  expect(screen.getByText(/through your own mailbox/)).toBeTruthy()
  await user.type(screen.getByRole('textbox', { name: 'Text of the letter' }), 'Hello{Control>}{Enter}{/Control}')
  await waitFor(() => expect(sent()).toMatchObject({ sender: 'own' }))
  cleanup()
  await write(null, 'me@firm.test')
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'From' }).value).toBe('me@firm.test')
})
