// The door: the built-in SMTP server.
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
  for (let tried = port; ; tried++) {
    try {
      const listener = await listen(platform, tried)
      return { stop: () => listener.close(), listens: `smtp://localhost:${tried}` }
    } catch (error) {
      if (!chosen && tried < port + NEIGHBOURS) continue
      const said = error instanceof Error ? error.message : String(error)
      const sentence = `${said}, for example SMTP_IN_PORT=${port + 1}, or SMTP_IN_PORT=0 to take in no mail.`
      throw new StartError(sentence, { cause: error })
    }
  }
}

const listen = (platform: Platform, port: number) =>
  listenForMail({
    host: platform.config.smtpIn.host,
    port,
    name: platform.config.mailDomain,
    accepts: (address) => recipientOf(platform, address),
    store: (raw, envelope) => storeMail(platform, raw, envelope),
    failed: (error) => platform.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'mail in'),
  })
