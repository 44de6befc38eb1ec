// For tests: a platform that mails reach and leave by real SMTP.
import assert from 'node:assert/strict'
import { type Arrived, freePort, mailbox, mailProgram } from '../../e2e/mailbox.ts'
import { eventually, testPlatform, type TestPlatform } from '../testing.ts'

export type SmtpPlatform = {
  p: TestPlatform
  box: Awaited<ReturnType<typeof mailbox>>
  /** Writes to the platform as a program of somebody outside. */
  program: ReturnType<typeof mailProgram>
  /** The letters that came to somebody outside, once there are so many. */
  arrivedTo: (address: string, count?: number) => Promise<Arrived[]>
  close: () => Promise<void>
}

/** Everybody outside is one mailbox; addresses that begin with `gone@` are refused there for good. */
export async function smtpPlatform(): Promise<SmtpPlatform> {
  const port = await freePort()
  const box = await mailbox((address) => (address.startsWith('gone@') ? 550 : null))
  const p = await testPlatform({
    SMTP_IN_PORT: String(port),
    SMTP_IN_HOST: '127.0.0.1',
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(box.port),
    EMAIL_USE_TLS: 'false',
  })
  return {
    p,
    box,
    program: mailProgram(port),
    async arrivedTo(address, count = 1) {
      const theirs = () => box.arrived.filter(({ to }) => to.includes(address))
      await eventually(() => assert.equal(theirs().length, count))
      return theirs()
    },
    async close() {
      await p.close()
      await box.close()
    },
  }
}
