import { isIP } from 'node:net'
import { allowlistEntry } from '../outgoing/target.ts'
import * as z from 'zod'

/** What else a variable needs to be known by, beside its Zod schema. */
export type Hints = {
  /** One line for `.env.example`. */
  about: string
  /** Never shown; may be read from a file named by `NAME_FILE`. */
  secret?: boolean
  /** Another name that is read when this one is not set. */
  alias?: string
  /** How the default is found when it depends on others, for people: `PUBLIC_URL starts with https`. */
  otherwise?: string
  /** How a value is written where it is not written as it is read: numbers in octal. */
  written?: (value: unknown) => string
}

// Every field begins as text; each message completes the sentence "set it to …".
const parsed = <T>(expected: string, parse: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = parse(text.trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: expected })
    return z.NEVER
  })

export const text = () => z.string().trim()

export const whole = (from: number, to: number, unit = '') =>
  parsed(`a whole number${unit} from ${from} to ${to}`, (written) => {
    const number = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN
    return number >= from && number <= to ? number : undefined
  })

/** Permissions of a file as octal digits: 644, 0644, 0o644. */
export const permissions = () =>
  parsed('permissions in octal such as 0644', (written) => {
    const [, digits] = /^(?:0o|0)?([0-7]{3})$/.exec(written) ?? []
    return digits === undefined ? undefined : Number.parseInt(digits, 8)
  })

export const port = () => whole(1, 65_535)

export const yes = () =>
  parsed('true or false', (written) => {
    if (/^(true|yes|on|1)$/i.test(written)) return true
    return /^(false|no|off|0)$/i.test(written) ? false : undefined
  })

/** One of some words, in any case; `others` are further spellings of them. */
export const word = <const T extends string>(words: readonly T[], others: Record<string, T> = {}) =>
  parsed(
    `one of ${words.join(', ')}`,
    (written) => words.find((one) => one === written.toLowerCase()) ?? others[written.toLowerCase()],
  )

/** Words separated by commas; every one must pass `check`. */
export const list = <T = string>(expected: string, check: (item: string) => T | undefined) =>
  parsed(expected, (written) => {
    const items = written.split(',').map((item) => item.trim())
    const values = items.filter((item) => item !== '').map(check)
    return values.some((value) => value === undefined) ? undefined : (values as T[])
  })

/** A size in bytes: 52428800, 50MB, 512 kB. */
export const size = () =>
  parsed('a size such as 52428800 or 50MB', (written) => {
    const found = /^(\d{1,12})\s*([kmg]?)b?$/i.exec(written)
    if (!found) return undefined
    return Number(found[1]) * 1024 ** ['', 'k', 'm', 'g'].indexOf((found[2] ?? '').toLowerCase())
  })

export const httpUrl = () =>
  parsed('an address such as https://desk.example.com', (written) => {
    const url = URL.parse(written)
    return url && /^https?:$/.test(url.protocol) && !url.search && !url.hash ? url.href.replace(/\/$/, '') : undefined
  })

/** A path on our own server, outside of the API. */
export const path = () =>
  parsed('a path such as /metrics', (written) => (/^\/(?!api\/|v\d)[\w./-]*[\w]$/.test(written) ? written : undefined))

export const origins = () =>
  list('origins separated by commas, such as https://app.example.com (without a path; * is not possible)', (item) => {
    const url = URL.parse(item)
    return url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search ? url.origin : undefined
  })

export const databaseUrl = () =>
  parsed('an address such as postgresql://user:password@host:5432/database', (written) =>
    /^postgres(ql)?:\/\//.test(written) && URL.canParse(written.replace('@/', '@localhost/')) ? written : undefined,
  )

export const redisUrl = () =>
  parsed('an address such as redis://localhost:6379/0', (written) =>
    /^rediss?:\/\/[^/]/.test(written) && URL.canParse(written) ? written : undefined,
  )

/** Addresses and networks as Fastify's trustProxy takes them. */
export const networks = () =>
  list('addresses or networks separated by commas, such as 10.0.0.0/8 or loopback', (item) => {
    if (['loopback', 'linklocal', 'uniquelocal'].includes(item)) return item
    const [address = '', bits, ...rest] = item.split('/')
    const family = isIP(address)
    if (!family || rest.length > 0) return undefined
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
      ? item
      : undefined
  })

/** `host:port` pairs in the way in which the guarded client compares them. */
export const hostsWithPorts = () =>
  list('hosts with their ports separated by commas, such as hooks.internal:8080 or 127.0.0.1:9000', allowlistEntry)

export const emailAddress = () =>
  parsed('an e-mail address', (written) => (/^[^\s@]+@[^\s@]+$/.test(written) ? written : undefined))

export const domain = () =>
  parsed('a domain such as desk.example.com', (written) =>
    /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(written) ? written.toLowerCase() : undefined,
  )
