import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '#kernel/contract/index.ts'
import { currentToasts, hideToast } from '#kernel/web/shell/toast.ts'
import { type Asked, stage, type StageOptions } from '#kernel/web/testing.tsx'
import { clients } from '#modules/sales/clients/contract.ts'
import type { ExportRow } from '../../contract.ts'
import module from '../module.tsx'
import { ExportDialog } from './export-dialog.tsx'
import ExportsPage from './exports-page.tsx'

const HOUR = 3_600_000
const runOf = (id: string, more: Partial<ExportRow>) => ({
  id,
  version: 1,
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  entity: 'client',
  state: 'waiting',
  total: 8_000,
  done: 0,
  file: null,
  file_name: null,
  reason: null,
  expires_at: null,
  ...more,
})

const saved: { name: string; bytes: Blob }[] = []
beforeEach(() => {
  saved.length = 0
  let bytes: Blob
  vi.spyOn(URL, 'createObjectURL').mockImplementation((given) => {
    bytes = given as Blob
    return 'blob:file'
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (this.download) saved.push({ name: this.download, bytes })
  })
})
afterEach(() => {
  for (const { id } of currentToasts()) hideToast(id)
})
const told = () => currentToasts().map(({ text }) => text)

async function show(runs: object[], { answer, ...more }: StageOptions = {}) {
  const set = await stage({
    modules: [module],
    texts: { 'client.many': 'Clients', 'deal.many': 'Deals' },
    permissions: { 'exports.run': 'own' },
    path: '/exports',
    ...more,
    answer: (asked, action) => {
      if (asked.name === 'exports.list') return { items: runs }
      if (asked.name === 'exports.kinds') return { items: [{ entity: 'client', cards: true, masked: true }] }
      return answer?.(asked, action) ?? null
    },
  })
  render(
    <set.Stage>
      <ExportsPage />
    </set.Stage>,
  )
  await screen.findByRole('heading', { level: 1, name: 'Exports' })
  const commands = () => set.asked.filter(({ name }) => name !== 'exports.list' && name !== 'exports.kinds')
  return { commands }
}
const lineOf = (text: string) => within(screen.getAllByRole('listitem').find((one) => one.textContent.includes(text))!)

test('a file that is being written says how far it is, and can be stopped', async () => {
  const { commands } = await show([runOf('a', { state: 'running', done: 2_000 })])
  const line = lineOf('Clients')
  line.getByText('Being written')
  expect(line.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25')
  expect(line.queryByRole('button', { name: 'Download' })).toBeNull()
  await userEvent.click(line.getByRole('button', { name: 'Stop' }))
  expect(commands()).toMatchObject([{ name: 'exports.cancel', input: { id: 'a' } }])
})

test('a file that is there is saved under its own name; one whose day is over is not offered', async () => {
  const bytes = new Blob(['Name\r\nAnna\r\n'])
  const done = { state: 'done', done: 8_000, file: 'f' } as const
  const { commands } = await show(
    [
      runOf('new', {
        ...done,
        file_name: 'Clients 2026-11-21.csv',
        expires_at: new Date(Date.now() + HOUR).toISOString(),
      }),
      runOf('old', {
        ...done,
        file_name: 'Clients 2026-11-19.csv',
        expires_at: new Date(Date.now() - HOUR).toISOString(),
      }),
    ],
    { answer: () => bytes },
  )
  lineOf('11-21').getByText('Records: 8,000')
  expect(lineOf('11-19').queryByRole('button')).toBeNull()
  await userEvent.click(lineOf('11-21').getByRole('button', { name: 'Download' }))
  expect(commands()).toMatchObject([{ name: 'exports.content', input: { id: 'new' } }])
  expect(saved).toEqual([{ name: 'Clients 2026-11-21.csv', bytes }])
})

test('a failed export says why, and so does a download that is refused', async () => {
  await show(
    [
      runOf('left', { state: 'failed', reason: 'export_run.owner_left' }),
      runOf('there', { state: 'done', file_name: 'there.csv', expires_at: new Date(Date.now() + HOUR).toISOString() }),
      runOf('over', { state: 'cancelled', file_name: 'over.csv' }),
    ],
    {
      answer: () => {
        throw new Problem('export_run.not_ready', 409)
      },
    },
  )
  lineOf('Clients').getByText('Failed: The export was stopped: whoever began it has no access any more')
  expect(lineOf('Clients').queryByRole('button')).toBeNull()
  lineOf('over.csv').getByText('Stopped')
  await userEvent.click(lineOf('there.csv').getByRole('button', { name: 'Download' }))
  await expect.poll(told).toEqual(['There is no file: it is not ready yet, or gone already'])
  expect(saved).toEqual([])
})

test('who comes from a list without a button writes its filter in the background, masked where their role asks for it', async () => {
  const filter = encodeURIComponent(JSON.stringify({ stage: 'lead' }))
  const { commands } = await show([], {
    path: `/exports?entity=client&filter=${filter}`,
    answer: ({ name }) => name === 'exports.begin' && { run: runOf('b', {}) },
  })
  screen.getByText('Nothing was exported yet')
  const dialog = within(await screen.findByRole('dialog', { name: 'Export: Clients' }))
  dialog.getByText(/are masked/)
  await userEvent.click(dialog.getByRole('radio', { name: 'Address book (vCard)' }))
  await userEvent.click(dialog.getByRole('checkbox', { name: 'With contact persons' }))
  await userEvent.click(dialog.getByRole('button', { name: 'Download' }))
  expect((await dialog.findByRole('status')).textContent).toContain('written in the background')
  expect(commands()).toMatchObject([
    {
      name: 'exports.begin',
      input: { entity: 'client', input: { stage: 'lead', format: 'vcard', contacts: false }, always: true },
    },
  ])
  expect(saved).toEqual([])
})

for (const kind of ['user', 'nonsense'])
  test(`a kind that nobody may export opens no dialog (${kind})`, async () => {
    await show([], { path: `/exports?entity=${kind}&filter=%7Bbroken` })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

async function openDialog(answer: (asked: Asked) => unknown, permissions: StageOptions['permissions'] = {}) {
  const set = await stage({ modules: [module], permissions, answer })
  const onClose = vi.fn()
  render(
    <set.Stage>
      <ExportDialog
        entity="client"
        title="Clients"
        filter={{ q: 'Anna' }}
        masked={false}
        action={clients.export as never}
        opened
        onClose={onClose}
      />
    </set.Stage>,
  )
  const dialog = within(await screen.findByRole('dialog', { name: 'Export: Clients' }))
  return { dialog, onClose, asked: set.asked }
}

test('what is small comes at once, written as was asked', async () => {
  const bytes = new Blob(['x'])
  const small = await openDialog(({ name }) => (name === 'exports.begin' ? { run: null } : bytes), {
    'exports.run': 'own',
  })
  await userEvent.click(small.dialog.getByRole('radio', { name: 'CSV' }))
  await userEvent.selectOptions(small.dialog.getByRole('combobox'), 'tab')
  await userEvent.click(small.dialog.getByRole('checkbox', { name: 'UTF-8 mark for Excel' }))
  await userEvent.click(small.dialog.getByRole('button', { name: 'Download' }))
  const input = { q: 'Anna', format: 'csv', delimiter: 'tab', bom: false }
  expect(small.asked).toMatchObject([
    { name: 'exports.begin', input: { entity: 'client', input, always: false } },
    { name: 'clients.export', input },
  ])
  expect(saved).toEqual([{ name: 'Clients.csv', bytes }])
  expect(small.onClose).toHaveBeenCalled()
})

test('a large result is begun, and the way to the exports is shown', async () => {
  const { dialog, asked } = await openDialog(() => ({ run: runOf('c', {}) }), { 'exports.run': 'own' })
  await userEvent.click(dialog.getByRole('button', { name: 'Download' }))
  expect((await dialog.findByRole('link', { name: 'Exports' })).getAttribute('href')).toBe('/exports')
  expect(asked.map(({ name }) => name)).toEqual(['exports.begin'])
  expect(saved).toEqual([])
})

test('whoever may write none in the background downloads at once; what the server refuses is said', async () => {
  const { dialog, asked } = await openDialog(() => {
    throw new Problem('export_run.no_kind', 422)
  })
  await userEvent.click(dialog.getByRole('button', { name: 'Download' }))
  await expect.poll(told).toEqual(['Such records cannot be exported'])
  expect(asked.map(({ name }) => name)).toEqual(['clients.export'])
  expect(saved).toEqual([])
})
