import * as z from 'zod'
import {
  databaseUrl,
  domain,
  emailAddress,
  type Hints,
  hostsWithPorts,
  httpUrl,
  list,
  networks,
  origins,
  permissions,
  path,
  port,
  redisUrl,
  size,
  text,
  whole,
  word,
  yes,
} from './fields.ts'

const hints = new WeakMap<z.ZodType, Hints>()

const roles = ['web', 'worker', 'relay'] as const
const languages = ['en', 'ru', 'uz', 'ar'] as const
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const extension = (item: string) =>
  /^\.?[a-z0-9]{1,10}$/i.test(item) ? item.replace('.', '').toLowerCase() : undefined
const headerName = (item: string) => (/^[\w-]+$/.test(item) ? item : undefined)
const role = (item: string) => roles.find((one) => one === item.toLowerCase())

/**
 * Every environment variable WorkerNet reads, by heading. The configuration, its messages, `.env.example` and
 * `workernet config` follow from this table. A variable without a default is optional.
 */
export const groups = {
  'The server': {
    PORT: about(port().default(8000), { about: 'Port of the web server.', alias: 'API_PORT' }),
    API_HOST: about(text().default('0.0.0.0'), {
      about: 'Address the web server listens on; 127.0.0.1 for this machine alone.',
    }),
    PUBLIC_URL: about(httpUrl().optional(), {
      about: 'Address people open in the browser, used in mails and links.',
      otherwise: 'http://localhost and the port',
    }),
    TRUSTED_PROXIES: about(networks().default([]), {
      about: 'Proxies whose X-Forwarded-For is believed: addresses, networks or loopback, separated by commas.',
    }),
    ROLES: about(list(`roles separated by commas out of ${roles.join(', ')}`, role).default([...roles]), {
      about: 'What this process does: web, worker, relay, separated by commas.',
    }),
    NODE_ENV: about(
      word(['development', 'production', 'test'], { dev: 'development', prod: 'production' }).default('development'),
      {
        about: 'development, production (weak secrets are refused) or test.',
      },
    ),
  },
  'The data': {
    DATA_DIR: about(text().default('./data'), {
      about: 'Folder for the embedded database, files and generated secrets.',
    }),
    DATABASE_URL: about(databaseUrl().optional(), {
      about: 'A PostgreSQL server of your own, 15 or newer, such as postgresql://user:password@host:5432/database.',
      secret: true,
      otherwise: 'the embedded PostgreSQL in DATA_DIR',
    }),
    DATABASE_POOL_SIZE: about(whole(1, 500).default(20), {
      about: 'Connections to the database this process holds at most.',
    }),
    REDIS_URL: about(redisUrl().optional(), {
      about: 'A Redis or Valkey that several processes share, such as redis://localhost:6379/0.',
      secret: true,
      otherwise: 'none is needed: processes meet in PostgreSQL',
    }),
    REDIS_PASSWORD: about(text().optional(), { about: 'Its password, when REDIS_URL names none.', secret: true }),
    REDIS_SOCKET_TIMEOUT: about(whole(2, 600, ' of seconds').default(5), {
      about: 'Seconds of silence after which a connection to it counts as lost.',
    }),
    REDIS_SOCKET_CONNECT_TIMEOUT: about(whole(1, 600, ' of seconds').default(5), {
      about: 'Seconds to wait for a connection to it.',
    }),
    CACHE_KEY_PREFIX: about(text().default('workernet:'), {
      about: 'Begins every key and channel in Redis; installations that share one need one each.',
    }),
    DEMO: about(yes().optional(), {
      about: 'Whether an empty database is filled with the demo organisations.',
      otherwise: 'true; false in production with DATABASE_URL',
    }),
    MAX_FILE_SIZE: about(size().default(52_428_800), {
      about: 'Largest file people may attach, in bytes or such as 50MB.',
    }),
    ALLOWED_FILE_TYPES: about(
      list('file endings separated by commas, such as pdf,png', extension).default(
        'pdf,doc,docx,jpg,jpeg,png,gif,mp4,avi,txt,log,csv,xlsx,zip,json,eml,webp,webm'.split(','),
      ),
      { about: 'Kinds of file people may attach, by their usual ending, separated by commas.' },
    ),
  },
  'The files': {
    FILE_STORAGE: about(word(['local', 's3'], { disk: 'local' }).default('local'), {
      about: 'Where the bytes of files lie: local (a folder) or s3.',
    }),
    UPLOAD_DIR: about(text().optional(), { about: 'Folder for files.', otherwise: 'files in DATA_DIR' }),
    FILE_UPLOAD_PERMISSIONS: about(permissions().default(0o644), {
      about: 'Permissions of stored files, octal such as 0644.',
      written: (mode) => `0${Number(mode).toString(8)}`,
    }),
    AWS_S3_BUCKET: about(text().optional(), { about: 'Bucket for files.' }),
    AWS_S3_REGION: about(text().default('us-east-1'), { about: 'Region of the bucket.' }),
    AWS_S3_ENDPOINT: about(httpUrl().optional(), {
      about: 'Address of a server that speaks S3, such as http://minio:9000.',
      otherwise: 'that of Amazon in AWS_S3_REGION',
    }),
    AWS_S3_PATH_STYLE: about(yes().optional(), {
      about: 'Whether the bucket stands in the path of addresses instead of the host.',
      otherwise: 'true with AWS_S3_ENDPOINT',
    }),
    AWS_ACCESS_KEY_ID: about(text().optional(), {
      about: 'Key of the account at the storage.',
      otherwise: 'what the machine itself is given',
    }),
    AWS_SECRET_ACCESS_KEY: about(text().optional(), { about: 'Its secret.', secret: true }),
    CLAMAV_HOST: about(text().optional(), {
      about: 'Host of clamd, which checks every file for viruses before it can be read.',
      otherwise: 'files are not checked, and marked so',
    }),
    CLAMAV_PORT: about(port().default(3310), { about: 'Port of clamd.' }),
  },
  'Secrets and sign-in': {
    SECRET_KEY: about(
      text().optional(),
      secret('Signs links and tokens in mails; 32 characters or more, in production with DATABASE_URL required.'),
    ),
    JWT_SECRET: about(
      text().optional(),
      secret('Signs access tokens; 32 characters or more, in production with DATABASE_URL required.'),
    ),
    ENCRYPTION_KEY: about(
      text().optional(),
      secret(
        'Encrypts stored secrets; 32 characters or more, in production with DATABASE_URL required. Losing it loses them.',
      ),
    ),
    JWT_ACCESS_TOKEN_EXPIRE_MINUTES: about(whole(1, 1_440).default(30), {
      about: 'Life of an access token, in minutes.',
    }),
    JWT_REFRESH_TOKEN_EXPIRE_DAYS: about(whole(1, 365).default(7), {
      about: 'Days without use after which a person signs in again.',
    }),
    SESSION_COOKIE_SECURE: about(yes().optional(), {
      about: 'Whether the session cookie is sent over HTTPS only.',
      otherwise: 'true when PUBLIC_URL starts with https',
    }),
  },
  'The API': {
    API_DEFAULT_VERSION: about(word(['v1', 'v2', 'v3', 'v4'], { 1: 'v1', 2: 'v2', 3: 'v3', 4: 'v4' }).default('v2'), {
      about: 'Version of the API that callers get who name none.',
    }),
    API_DOCS_ENABLED: about(yes().default(true), { about: 'Whether /api/docs and /api/redoc are served.' }),
    RATE_LIMIT_ENABLED: about(yes().default(true), { about: 'Whether requests are counted and limited.' }),
    RATE_LIMIT_REQUESTS_PER_MINUTE: about(whole(1, 10_000_000).default(100), {
      about:
        'Requests a minute of one account, or of one address of strangers; our own pages have twelve times as many.',
    }),
    RATE_LIMIT_BURST: about(whole(0, 10_000_000).default(20), {
      about: 'How many more than those may come at once.',
    }),
    MAX_REQUESTS_IN_FLIGHT: about(whole(1, 1_000_000).default(2_000), {
      about: 'Requests this process works on at once; more are told to come again in a moment (503).',
    }),
    CORS_ORIGINS: about(origins().default([]), {
      about: 'Origins of other web pages that may call the API, separated by commas, such as https://app.example.com.',
    }),
    CORS_ALLOW_CREDENTIALS: about(yes().default(true), { about: 'Whether such pages may send cookies.' }),
    CORS_ALLOWED_HEADERS: about(
      list('names of headers separated by commas', headerName).default([
        'Content-Type',
        'Authorization',
        'X-Requested-With',
      ]),
      { about: 'Headers such pages may send, separated by commas.' },
    ),
  },
  'Calls to others': {
    OUTGOING_ALLOWLIST: about(hostsWithPorts().default([]), {
      about:
        'Hosts with ports, separated by commas, that webhooks and the like may call although their addresses are not public, such as 127.0.0.1:9000.',
    }),
  },
  'Mail that comes in': {
    MAIL_DOMAIN: about(domain().default('workernet.test'), {
      about: 'Domain of the addresses at which mail comes in.',
    }),
    SMTP_IN_PORT: about(whole(0, 65_535).default(2525), { about: 'Port of the built-in SMTP server; 0 turns it off.' }),
    SMTP_IN_HOST: about(text().default('0.0.0.0'), { about: 'Address the built-in SMTP server listens on.' }),
    SMTP_IN_TLS_CERT: about(text().optional(), {
      about: 'PEM file with its certificate and those above it; with the key, STARTTLS is offered.',
      otherwise: 'no STARTTLS',
    }),
    SMTP_IN_TLS_KEY: about(text().optional(), { about: 'PEM file with the key of that certificate.' }),
    MAIL_TRUSTED_AUTHSERV: about(text().optional(), {
      about:
        'Names, separated by commas, under which your own mail server before ours writes Authentication-Results; mail that it says is not from the staff address in From waits for a person.',
      otherwise: 'the header is believed of nobody',
    }),
  },
  'Mail that goes out': {
    UNDO_SEND_SECONDS: about(whole(0, 30).default(15), {
      about: 'Seconds in which what people send can be taken back, unless they chose otherwise.',
    }),
    EMAIL_HOST: about(text().optional(), {
      about: 'SMTP server that delivers our mail.',
      otherwise: 'mail is kept in the Outbox that administrators read',
    }),
    EMAIL_PORT: about(port().optional(), { about: 'Its port.', otherwise: '465 with EMAIL_USE_SSL, else 587' }),
    EMAIL_USER: about(text().optional(), { about: 'User name at the SMTP server.' }),
    EMAIL_PASSWORD: about(text().optional(), { about: 'Password at the SMTP server.', secret: true }),
    EMAIL_USE_TLS: about(yes().optional(), {
      about: 'Whether the connection must turn to TLS (STARTTLS).',
      otherwise: 'true unless EMAIL_USE_SSL',
    }),
    EMAIL_USE_SSL: about(yes().default(false), { about: 'Whether the connection is TLS from its beginning.' }),
    EMAIL_TIMEOUT: about(whole(1, 600, ' of seconds').default(30), { about: 'Seconds to wait for the SMTP server.' }),
    EMAIL_FROM_NAME: about(text().default('WorkerNet Support'), {
      about: 'Name in From of mail that no organisation sends.',
    }),
    EMAIL_FROM_ADDRESS: about(emailAddress().optional(), {
      about: 'Address in From of mail that no organisation sends.',
      otherwise: 'noreply at MAIL_DOMAIN',
    }),
    EMAIL_DEFAULT_LANGUAGE: about(word(languages).default('en'), {
      about: 'Language of mail to people whose language is not known.',
    }),
  },
  'Push to browsers': {
    PUSH_NOTIFICATIONS_ENABLED: about(yes().default(true), { about: 'Whether browsers may be told by Web Push.' }),
    VAPID_PUBLIC_KEY: about(text().optional(), {
      about: 'Key that browsers subscribe with, as web-push generate-vapid-keys prints it.',
      otherwise: 'both keys follow from SECRET_KEY',
    }),
    VAPID_PRIVATE_KEY: about(text().optional(), {
      about: 'The private key to it.',
      secret: true,
      otherwise: 'both keys follow from SECRET_KEY',
    }),
    VAPID_SUBJECT: about(text().optional(), {
      about: 'Where push services reach us: a mailto: or https: address.',
      otherwise: 'mailto: and EMAIL_FROM_ADDRESS',
    }),
  },
  'What is measured': {
    PROMETHEUS_ENABLED: about(yes().default(true), { about: 'Whether metrics are served.' }),
    PROMETHEUS_METRICS_PATH: about(path().default('/metrics'), { about: 'Where, on the web server.' }),
    PROMETHEUS_PORT: about(port().optional(), {
      about: 'A port of their own for metrics, in every role; documented as 9090.',
      otherwise: 'none: processes with the role web serve them on PORT, others do not',
    }),
    JOBS_PORT: about(port().optional(), {
      about: 'A second port of the web server that begins at the page of background jobs; documented as 5555.',
      otherwise: 'none: the page is in the settings',
    }),
    METRICS_TOKEN: about(text().optional(), {
      about: 'Whoever reads metrics sends it as Authorization: Bearer.',
      secret: true,
      otherwise: 'none is asked for, and METRICS_NETWORKS decides',
    }),
    METRICS_NETWORKS: about(networks().default(['loopback']), {
      about: 'From where metrics are read without METRICS_TOKEN: addresses, networks or loopback, separated by commas.',
    }),
  },
  'The log': {
    LOG_LEVEL: about(word(levels, { warning: 'warn', critical: 'fatal', notice: 'info' }).default('info'), {
      about: `How much is logged: ${levels.join(', ')}.`,
    }),
    LOG_FILE: about(text().optional(), {
      about:
        'File that the log is written to beside standard output, such as /app/logs/application.log; error.log lies beside it.',
      otherwise: 'standard output only',
    }),
    LOG_MAX_SIZE: about(size().default(100 * 1024 * 1024), {
      about: 'Size at which the file is put aside, such as 100MB.',
    }),
    LOG_BACKUP_COUNT: about(whole(1, 100).default(5), {
      about: 'Files that are kept as they are; older ones are compressed in archive/ beside them for a year.',
    }),
    LOG_ROTATION: about(word(['daily', 'size']).default('daily'), {
      about: 'When the file is put aside: daily (and at its size), or by size only.',
    }),
  },
} satisfies Record<string, Record<string, z.ZodType>>

/** The schema of the whole environment, one flat object. */
export const environment = z.object({
  ...groups['The server'],
  ...groups['The data'],
  ...groups['The files'],
  ...groups['Secrets and sign-in'],
  ...groups['The API'],
  ...groups['Calls to others'],
  ...groups['Mail that comes in'],
  ...groups['Mail that goes out'],
  ...groups['Push to browsers'],
  ...groups['What is measured'],
  ...groups['The log'],
})

export type Environment = z.infer<typeof environment>
export type Name = keyof Environment

export const names = Object.keys(environment.shape) as Name[]

/** The hints of a variable. */
export function hintsOf(name: Name): Hints {
  return hints.get(environment.shape[name]) ?? { about: '' }
}

/** Made when missing and kept in DATA_DIR. */
export const generated = ['SECRET_KEY', 'JWT_SECRET', 'ENCRYPTION_KEY'] as const satisfies readonly Name[]

function about<T extends z.ZodType>(schema: T, hint: Hints): T {
  hints.set(schema, hint)
  return schema
}

function secret(about: string): Hints {
  return {
    about,
    secret: true,
    otherwise: 'generated once and kept in DATA_DIR',
  }
}
