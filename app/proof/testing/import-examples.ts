// Inputs of imports that a schema cannot know.
import { Readable } from 'node:stream'
import { exporting, imports } from '#modules/platform/imports/contract.ts'
import { writeExport } from '#modules/platform/imports/server/exporting/background.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import type { TestPlatform, TenantSlug } from '#app/testing.ts'
import type { Maker } from './examples.ts'
import { webFormExamples } from './web-form-examples.ts'

const bytes = () => Buffer.from('name,email\nAnvar,anvar@example.com\n')
const body = () => Readable.from([bytes()])

/** An import that waits to be mapped, or stands further on. */
export async function importRun(desk: TestPlatform, tenant: TenantSlug, state = 'draft'): Promise<string> {
  const run = await desk.as(tenant, 'admin')(imports.upload, { entity: 'client', name: 'a.csv', body: body() })
  const values = { state, undo_until: state === 'done' ? new Date(Date.now() + 86_400_000).toISOString() : null }
  if (state !== 'draft')
    await desk.running.platform.database.tenant(desk.tenantId(tenant), 'write', (db) =>
      db.updateTable('import_runs').set(values).where('id', '=', run.id).execute(),
    )
  return run.id
}

/** An export that waits to be written, or whose file is there. */
export async function exportRun(desk: TestPlatform, tenant: TenantSlug, state = 'waiting'): Promise<string> {
  const { run } = await desk.as(tenant, 'admin')(exporting.begin, { entity: 'client', input: {}, always: true })
  if (state === 'done') await writeExport(desk.running.platform, desk.tenantId(tenant), run!.id)
  return run!.id
}

const inState =
  (state: string): Maker =>
  async (desk, tenant) => ({ id: await importRun(desk, tenant, state) })

const stored: Maker = async (desk, tenant) => {
  const file = await desk.running.platform.within(desk.actor(tenant, 'admin'), {}, ({ call }) =>
    call(fileStore.store, { name: 'a.csv', bytes: bytes() }),
  )
  return { file: file.id }
}

export const importExamples: Record<string, Maker> = {
  'imports.upload': () => ({ entity: 'client', name: 'a.csv', type: 'text/csv', body: body() }),
  'imports.update': async (desk, tenant) => ({ id: await importRun(desk, tenant), on_match: 'skip' }),
  'imports.run': inState('checked'),
  'imports.cancel': inState('running'),
  'imports.undo': inState('done'),
  'clients.import': stored,
  'exports.begin': () => ({ entity: 'client', input: { format: 'vcard' }, always: true }),
  'exports.cancel': async (desk, tenant) => ({ id: await exportRun(desk, tenant) }),
  'exports.content': async (desk, tenant) => ({ id: await exportRun(desk, tenant, 'done') }),
  ...webFormExamples,
}
