// Requests that are refused before any route: by Node, which cannot read them, or by the router, which cannot read their address.
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { Problem } from '../../contract/index.ts'
import type { Texts } from '../texts.ts'
import { describe } from './problems.ts'

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers_too_large', 431)
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('too_slow', 408)
  return new Problem('malformed', 400)
}

/** Answers what is no HTTP in the one shape of errors, and hangs up: where the next request begins is not known. */
export const answerBroken =
  (texts: Texts) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const problem = problemOf(error.code)
    const body = JSON.stringify(describe(problem, 'en', randomUUID(), texts))
    socket.end(
      `HTTP/1.1 ${problem.status} ${REASONS[problem.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
    )
  }
