// The files of a letter that is being written.
import { useState } from 'react'
import { Problem } from '#kernel/contract/index.ts'
import { useUpload } from '#kernel/web/index.tsx'
import { files, MAX_FILE_BYTES } from '#modules/platform/files/contract.ts'
import { MOST_FILES } from '../../contract.ts'

/** Without an id while it is on its way. */
export type Attached = { key: string; name: string; size: number; id: string | null }

let count = 0

/** `problem` is the refusal of the last file that was refused. */
export function useFiles() {
  const upload = useUpload()
  const [attached, setAttached] = useState<readonly Attached[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)

  const drop = (key: string) => setAttached((all) => all.filter((one) => one.key !== key))

  async function send(key: string, file: File): Promise<void> {
    try {
      if (file.size > MAX_FILE_BYTES)
        throw new Problem('file.too_large', 413, { megabytes: Math.floor(MAX_FILE_BYTES / 1_048_576) })
      const { id } = await upload(files.upload, { name: file.name || 'file', body: file, type: file.type })
      setAttached((all) => all.map((one) => (one.key === key ? { ...one, id } : one)))
    } catch (error) {
      drop(key)
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  function add(chosen: readonly File[]): void {
    setProblem(null)
    const fresh = chosen.slice(0, MOST_FILES - attached.length).map((file) => ({ key: `${(count += 1)}`, file }))
    setAttached((all) => [
      ...all,
      ...fresh.map(({ key, file }) => ({ key, name: file.name, size: file.size, id: null })),
    ])
    for (const { key, file } of fresh) void send(key, file)
  }

  return { attached, problem, add, drop, clear: () => setAttached([]) }
}
