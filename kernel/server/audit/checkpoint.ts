// The ends of the chains once more, beside the database: a chain that was put back to an earlier signed end is noticed.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

type End = { tenant_id: string; seq: number; hash: string }
export type Checkpoints = ReadonlyMap<string, { seq: number; hash: string }>

const EVERY_MS = 30_000
const fileOf = (dataDir: string) => path.join(dataDir, 'audit-checkpoint.json')
const waiting = new Map<string, { written: number; ends: Map<string, End> }>()

/** Notes the ends of chains; written at most twice a minute, and whole. */
export async function keepCheckpoint(dataDir: string, key: Buffer, ends: readonly End[]): Promise<void> {
  const note = waiting.get(dataDir) ?? { written: 0, ends: new Map<string, End>() }
  waiting.set(dataDir, note)
  for (const end of ends) note.ends.set(end.tenant_id, end)
  if (Date.now() - note.written < EVERY_MS) return
  note.written = Date.now()
  const before = await readCheckpoints(dataDir, key)
  const all = new Map<string, { seq: number; hash: string }>(before)
  for (const { tenant_id, seq, hash } of note.ends.values()) all.set(tenant_id, { seq, hash })
  note.ends.clear()
  const text = JSON.stringify(Object.fromEntries(all))
  const draft = `${fileOf(dataDir)}.${process.pid}`
  await writeFile(draft, JSON.stringify({ mac: sign(key, text), text }), { mode: 0o600 })
  await rename(draft, fileOf(dataDir))
}

/** What was noted last; nothing where there is no note, or none that we signed. */
export async function readCheckpoints(dataDir: string, key: Buffer): Promise<Checkpoints> {
  try {
    const { mac, text } = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as { mac: string; text: string }
    const wanted = Buffer.from(sign(key, text))
    const given = Buffer.from(mac)
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return new Map()
    return new Map(Object.entries(JSON.parse(text) as Record<string, { seq: number; hash: string }>))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return new Map()
    throw error
  }
}

const sign = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('hex')
