// The door: the built-in SMTP server.
import type { Platform } from '#kernel/server/context.ts'
import type { Service } from '#kernel/server/module.ts'
import { StartError } from '#kernel/server/machine/start-error.ts'
import { recipientOf } from '../addresses/routing.ts'
import { listenForMail } from '../smtp/smtp-in.ts'
import { storeMail } from './store.ts'

/** Listens on SMTP_IN_PORT. Without anybody having asked for that port, one that is taken only means that no mail comes in. */
export const smtpService: Service = { name: 'mail.smtp', role: 'worker', start }

async function start(platform: Platform): Promise<{ stop(): Promise<void> }> {
  const { config, log } = platform
  const { host, port, chosen } = config.smtpIn
  if (port === 0) return { stop: async () => {} }
  try {
    const listener = await listenForMail({
      host,
      port,
      name: config.mailDomain,
      accepts: (address) => recipientOf(platform, address),
      store: (raw, envelope) => storeMail(platform, raw, envelope),
      failed: (error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, 'mail in'),
    })
    return { stop: () => listener.close() }
  } catch (error) {
    const sentence = `${error instanceof Error ? error.message : String(error)}, for example SMTP_IN_PORT=${port + 1}, or SMTP_IN_PORT=0 to take in no mail.`
    if (chosen) throw new StartError(sentence, { cause: error })
    log.warn(sentence)
    return { stop: async () => {} }
  }
}
