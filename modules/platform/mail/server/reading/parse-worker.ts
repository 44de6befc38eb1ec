import { parentPort } from 'node:worker_threads'
import { readMail } from './read-mail.ts'

/** Worker of `mailParser`: takes the bytes of a mail, answers `{ mail }` or `{ error }`, one at a time. */
const port = parentPort
if (!port) throw new Error('parse-worker runs as a worker thread only')

port.on('message', async (raw: Uint8Array) => {
  try {
    const mail = await readMail(raw)
    const buffers = new Set(mail.attachments.map((part) => part.content.buffer))
    port.postMessage({ mail }, [...buffers])
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error.message : String(error) })
  }
})
