// One attempt to deliver one message: signed, sent by the guarded client, described in plain words of data.
import type * as z from 'zod'
import type { OutgoingAnswer } from '#kernel/server/outgoing/client.ts'
import { signed } from '#kernel/server/outgoing/signature.ts'
import { OutgoingRefusal } from '#kernel/server/outgoing/refusal.ts'
import type { Platform } from '#kernel/server/context.ts'
import type { Attempt } from '../../contract.ts'
import { retryAfterOf } from './schedule.ts'

export type AttemptMade = z.output<typeof Attempt>
export type Outcome = { attempt: AttemptMade; delivered: boolean; gone: boolean; retryAfter: number | null }
export type Letter = { url: string; secrets: readonly string[]; message: string; payload: string }

/** Bytes of the answer that the log keeps. */
const KEPT = 2_048

export async function attempt({ outgoing }: Platform, { url, secrets, message, payload }: Letter): Promise<Outcome> {
  const now = Date.now()
  const at = new Date(now).toISOString()
  try {
    const answer = await outgoing.call({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json; charset=utf-8', ...signed(secrets, message, now, payload) },
      body: payload,
    })
    return answered(answer, at, now)
  } catch (error) {
    if (!(error instanceof OutgoingRefusal)) throw error
    const { code, params } = error
    const made = { at, status: null, refusal: code, params, ms: Date.now() - now, answer: '' }
    return { attempt: made, delivered: false, gone: false, retryAfter: null }
  }
}

function answered({ status, headers, body, ms }: OutgoingAnswer, at: string, now: number): Outcome {
  const delivered = status >= 200 && status < 300
  const redirected = status >= 300 && status < 400
  const refusal = delivered ? null : redirected ? 'webhook_refusal.redirect' : refusalOf(status)
  return {
    attempt: { at, status, refusal, params: delivered ? {} : { status }, ms, answer: legible(body) },
    delivered,
    gone: status === 410,
    retryAfter: delivered ? null : retryAfterOf(headers['retry-after'], now),
  }
}

const refusalOf = (status: number) =>
  status === 410 ? 'webhook_refusal.gone' : status >= 500 ? 'webhook_refusal.server' : 'webhook_refusal.status'

/** The beginning of an answer as text that PostgreSQL can hold. */
const legible = (body: Buffer) => body.subarray(0, KEPT).toString('utf8').replaceAll('\u0000', '�').toWellFormed()
