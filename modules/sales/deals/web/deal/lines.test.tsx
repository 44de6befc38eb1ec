import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { conflict } from '#kernel/contract/index.ts'
import { formatFor } from '#kernel/web/language/format.ts'
import { stage } from '#kernel/web/testing.tsx'
import type { DealLine, DealRow } from '../../contract.ts'
import module from '../module.tsx'
import { Lines } from './lines.tsx'

const CABLE: DealLine = { name: 'Cable', quantity: 2, price: 50_00, discount: 0, tax: 12 }
const WORK: DealLine = { name: 'Work', quantity: 1, price: 30_00, discount: 10 }

async function show(
  lines: DealLine[],
  { included = true, allowed = true, answer }: { included?: boolean; allowed?: boolean; answer?: () => unknown } = {},
) {
  const deal = { id: 'd1', version: 7, currency: 'USD', lines, tax_included: included } as unknown as DealRow
  const set = await stage({
    modules: [module],
    permissions: allowed ? { 'deals.update': 'all' } : {},
    ...(answer && { answer }),
  })
  render(
    <set.Stage>
      <Lines deal={deal} />
    </set.Stage>,
  )
  const section = within(await screen.findByRole('region', { name: 'Lines' }))
  return { section, asked: set.asked }
}
const usd = (amount: number) => formatFor('en').money(amount, 'USD')

test('a line is added with its price in whole units and its own tax; without one nothing is said of taxes', async () => {
  const { section, asked } = await show([WORK])
  expect(section.queryByRole('radiogroup', { name: 'Taxes in prices' })).toBeNull()
  await userEvent.click(section.getByRole('button', { name: 'Add a line' }))
  const add = section.getByRole('button', { name: 'Add a line' })
  expect((add as HTMLButtonElement).disabled).toBe(true)
  await userEvent.type(section.getByRole('textbox', { name: /^What/ }), 'Cable')
  const put = async (label: string, value: string) => {
    const field = section.getByRole('textbox', { name: label })
    await userEvent.clear(field)
    await userEvent.type(field, value)
  }
  await put('Quantity', '2.5')
  await put('Price', '49.99')
  await put('Discount, %', '5')
  expect(section.getByRole('textbox', { name: 'Tax, %' }).getAttribute('placeholder')).toBe('No tax')
  await put('Tax, %', '12')
  await userEvent.click(add)
  expect(asked.map(({ name, input, options }) => ({ name, input, version: options?.version }))).toEqual([
    {
      name: 'deals.update',
      input: { id: 'd1', lines: [WORK, { name: 'Cable', quantity: 2.5, price: 49_99, discount: 5, tax: 12 }] },
      version: 7,
    },
  ])
})

test('a tax that was taken out again is not a tax of nothing', async () => {
  const { section, asked } = await show([])
  await userEvent.click(section.getByRole('button', { name: 'Add a line' }))
  await userEvent.type(section.getByRole('textbox', { name: /^What/ }), 'Cable')
  const tax = section.getByRole('textbox', { name: 'Tax, %' })
  await userEvent.type(tax, '20')
  await userEvent.clear(tax)
  await userEvent.click(section.getByRole('button', { name: 'Add a line' }))
  expect(asked[0]!.input).toEqual({ id: 'd1', lines: [{ name: 'Cable', quantity: 1, price: 0, discount: 0 }] })
})

test('taxes within prices are named by their rates, and put on top they make the total larger', async () => {
  const { section, asked } = await show([CABLE, WORK])
  // 100.00 holds 10.71 of 12 %; 27.00 says nothing of taxes.
  section.getByText(`Tax 12 %: ${usd(10.71)} on ${usd(89.29)}`)
  section.getByText(`Total ${usd(127)}`)
  await userEvent.click(within(section.getByRole('radiogroup', { name: 'Taxes in prices' })).getByText('On top'))
  expect(asked.at(-1)).toMatchObject({
    name: 'deals.update',
    input: { id: 'd1', tax_included: false },
    options: { version: 7 },
  })
})

test('taxes on top are added to the sum', async () => {
  const { section } = await show([CABLE, WORK], { included: false })
  section.getByText(`Tax 12 %: ${usd(12)} on ${usd(100)}`)
  section.getByText(`Total ${usd(139)}`)
  expect((section.getByRole('radio', { name: 'On top' }) as HTMLInputElement).checked).toBe(true)
})

test('a line is taken away; what the server refuses stands under the lines', async () => {
  const { section, asked } = await show([CABLE, WORK], {
    answer: () => {
      throw conflict('deal.is_open')
    },
  })
  await userEvent.click(section.getAllByRole('button', { name: 'Remove' })[0]!)
  expect(asked[0]!.input).toEqual({ id: 'd1', lines: [WORK] })
  await section.findByRole('alert')
})

test('whoever may only read finds nothing to change', async () => {
  const { section } = await show([CABLE], { allowed: false })
  expect(section.queryAllByRole('button')).toEqual([])
  for (const radio of section.getAllByRole('radio')) expect((radio as HTMLInputElement).disabled).toBe(true)
})
