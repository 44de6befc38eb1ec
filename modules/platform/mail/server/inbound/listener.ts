// The door: the built-in SMTP server.
import { readFile } from 'node:fs/promises'
import type { Platform } from '#kernel/server/context.ts'
import type { Service } from '#kernel/server/module.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import { recipientOf } from '../addresses/routing.ts'
import { listenForMail } from '../smtp/smtp-in.ts'
import { storeMail } from './store.ts'

// Ports tried after the standard one, so that two instances run side by side without being told about ports.
const NEIGHBOURS = 20

/** Listens on SMTP_IN_PORT, or on the next free port when nobody has asked for that very one. */
export const smtpService: Service = { name: 'mail.smtp', role: 'worker', start }

async function start(platform: Platform): Promise<{ stop(): Promise<void>; listens?: string }> {
  const { port, chosen } = platform.config.smtpIn
  if (port === 0) return { stop: async () => {} }
  const certificate = await certificateOf(platform)
  for (let tried = port; ; tried++) {
    try {
      const listener = await listen(platform, tried, certificate)
      return { stop: () => listener.close(), listens: `smtp://localhost:${tried}` }
    } catch (error) {
      if (!chosen && tried < port + NEIGHBOURS) continue
      const said = error instanceof Error ? error.message : String(error)
      const sentence = `${said}, for example SMTP_IN_PORT=${port + 1}, or SMTP_IN_PORT=0 to take in no mail.`
      throw new StartError(sentence, { cause: error })
    }
  }
}

/** Certificate and key as they are when the process starts; a file that cannot be read is said, not passed over. */
async function certificateOf({ config }: Platform): Promise<{ tls?: { key: string; cert: string } }> {
  const { cert, key } = config.smtpInTls
  if (!cert && !key) return {}
  if (!cert || !key) throw new StartError('SMTP_IN_TLS_CERT and SMTP_IN_TLS_KEY belong together: set both, or none.')
  const read = (file: string, variable: string) =>
    readFile(file, 'utf8').catch((error: unknown) => {
      throw new StartError(`The file of ${variable} cannot be read: ${file}`, { cause: error })
    })
  return { tls: { cert: await read(cert, 'SMTP_IN_TLS_CERT'), key: await read(key, 'SMTP_IN_TLS_KEY') } }
}

type Certificate = Awaited<ReturnType<typeof certificateOf>>

const listen = (platform: Platform, port: number, certificate: Certificate) =>
  listenForMail({
    ...certificate,
    host: platform.config.smtpIn.host,
    port,
    name: platform.config.mailDomain,
    accepts: (address) => recipientOf(platform, address),
    store: (raw, envelope) => storeMail(platform, raw, envelope),
    failed: (error) => platform.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'mail in'),
  })
