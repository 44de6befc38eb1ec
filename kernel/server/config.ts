import { isAbsolute, join, resolve as resolvePath } from 'node:path'
import { keepSecrets, keptSecrets, secretsFile, weakness } from './config/secrets.ts'
import { readSources, type Sources } from './config/sources.ts'
import { type Environment, environment, generated, hintsOf, type Name, names } from './config/variables.ts'
import { StartError } from './machine/start-error.ts'

type Secrets = Record<(typeof generated)[number], string>

/** The configuration of this process; see `config/variables.ts` for each variable. */
export type Config = ReturnType<typeof arrange>

/** One variable as `workernet config` shows it: a secret as dots, a password in an address hidden. */
export type Described = { name: Name; value: string; from: string }

/**
 * Reads the configuration from `env` and `.env` in `cwd`, and generates missing secrets into DATA_DIR.
 * Throws one StartError with a sentence for every variable that is wrong.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): Config {
  const { values, secrets, given } = resolve(env, cwd)
  const missing = generated.filter((name) => !secrets[name])
  const all = missing.length > 0 ? { ...keepSecrets(values.DATA_DIR, missing), ...secrets } : secrets
  return arrange(values, all as Secrets, given)
}

/** The effective values and where each came from, without generating anything. Throws as `loadConfig` does. */
export function describeConfig(
  env: NodeJS.ProcessEnv = process.env,
  cwd = process.cwd(),
): { variables: Described[]; unknown: string[] } {
  const { values, secrets, sources } = resolve(env, cwd)
  const config = arrange(values, secrets as Secrets, new Set())
  const later: Partial<Record<Name, string>> = {
    PUBLIC_URL: config.publicUrl,
    DEMO: String(config.demo),
    SESSION_COOKIE_SECURE: String(config.sessionCookieSecure),
    EMAIL_FROM_ADDRESS: config.email.from.address,
  }
  const variables = names.map((name) => {
    const written = sources.written.get(name)
    const kept = !written && generated.some((one) => one === name)
    const value = written || values[name] !== undefined ? values[name] : secrets[name as keyof Secrets]
    const from = written?.from ?? (kept && value ? secretsFile(values.DATA_DIR) : 'default')
    const otherwise = later[name] ?? `(${hintsOf(name).otherwise ?? 'none'})`
    return { name, value: value === undefined ? otherwise : shown(name, value), from }
  })
  return { variables, unknown: sources.unknown }
}

function arrange(values: Environment, secrets: Secrets, given: ReadonlySet<Name>) {
  const production = values.NODE_ENV === 'production'
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`
  const port = values.EMAIL_PORT ?? (values.EMAIL_USE_SSL ? 465 : 587)
  const startTls = values.EMAIL_USE_TLS ?? !values.EMAIL_USE_SSL
  return Object.freeze({
    nodeEnv: values.NODE_ENV,
    production,
    port: values.PORT,
    host: values.API_HOST,
    publicUrl,
    trustedProxies: values.TRUSTED_PROXIES,
    roles: values.ROLES,
    /** Absolute. */
    dataDir: values.DATA_DIR,
    /** `url` is undefined when the embedded PostgreSQL is used. */
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE },
    /** `silence` and `patience` in seconds; `url` is undefined when there is no Redis. */
    redis: {
      url: values.REDIS_URL,
      password: values.REDIS_PASSWORD,
      silence: values.REDIS_SOCKET_TIMEOUT,
      patience: values.REDIS_SOCKET_CONNECT_TIMEOUT,
      prefix: values.CACHE_KEY_PREFIX,
    },
    demo: values.DEMO ?? !(production && values.DATABASE_URL),
    files: {
      /** Bytes. */
      maxSize: values.MAX_FILE_SIZE,
      /** Endings in lower case without the dot. */
      types: values.ALLOWED_FILE_TYPES,
      /** Undefined: `files` in the data folder. */
      folder: values.UPLOAD_DIR,
      permissions: values.FILE_UPLOAD_PERMISSIONS,
      /** Undefined: a folder. */
      s3: values.FILE_STORAGE === 's3' ? bucketOf(values) : undefined,
      /** Undefined: nothing is scanned. */
      clamav: values.CLAMAV_HOST === undefined ? undefined : { host: values.CLAMAV_HOST, port: values.CLAMAV_PORT },
    },
    secretKey: secrets.SECRET_KEY,
    encryptionKey: secrets.ENCRYPTION_KEY,
    jwt: {
      secret: secrets.JWT_SECRET,
      accessMinutes: values.JWT_ACCESS_TOKEN_EXPIRE_MINUTES,
      refreshDays: values.JWT_REFRESH_TOKEN_EXPIRE_DAYS,
    },
    sessionCookieSecure: values.SESSION_COOKIE_SECURE ?? publicUrl.startsWith('https:'),
    api: { defaultVersion: Number(values.API_DEFAULT_VERSION.slice(1)), docs: values.API_DOCS_ENABLED },
    rateLimit: {
      enabled: values.RATE_LIMIT_ENABLED,
      perMinute: values.RATE_LIMIT_REQUESTS_PER_MINUTE,
      burst: values.RATE_LIMIT_BURST,
    },
    maxRequestsInFlight: values.MAX_REQUESTS_IN_FLIGHT,
    /** Seconds in which what people send can be taken back, unless they chose otherwise. */
    undoSendSeconds: values.UNDO_SEND_SECONDS,
    cors: {
      origins: values.CORS_ORIGINS,
      credentials: values.CORS_ALLOW_CREDENTIALS,
      headers: values.CORS_ALLOWED_HEADERS,
    },
    /** `allowlist`: `host:port` pairs that may be called although their addresses are not public. */
    outgoing: { allowlist: values.OUTGOING_ALLOWLIST },
    mailDomain: values.MAIL_DOMAIN,
    /** `port` is 0 when turned off; `chosen` tells that somebody asked for this very port. */
    smtpIn: { host: values.SMTP_IN_HOST, port: values.SMTP_IN_PORT, chosen: given.has('SMTP_IN_PORT') },
    /** PEM files; STARTTLS is offered where both are given. */
    smtpInTls: { cert: values.SMTP_IN_TLS_CERT, key: values.SMTP_IN_TLS_KEY },
    trustedAuthserv: (values.MAIL_TRUSTED_AUTHSERV ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    email: {
      /** Undefined: mail is kept in the Outbox. `timeout` in seconds. */
      smtp:
        values.EMAIL_HOST === undefined
          ? undefined
          : {
              host: values.EMAIL_HOST,
              port,
              user: values.EMAIL_USER,
              password: values.EMAIL_PASSWORD,
              security: values.EMAIL_USE_SSL ? ('tls' as const) : startTls ? ('starttls' as const) : ('none' as const),
              timeout: values.EMAIL_TIMEOUT,
            },
      from: { name: values.EMAIL_FROM_NAME, address: values.EMAIL_FROM_ADDRESS ?? `noreply@${values.MAIL_DOMAIN}` },
      language: values.EMAIL_DEFAULT_LANGUAGE,
    },
    push: {
      enabled: values.PUSH_NOTIFICATIONS_ENABLED,
      publicKey: values.VAPID_PUBLIC_KEY,
      privateKey: values.VAPID_PRIVATE_KEY,
      subject: values.VAPID_SUBJECT,
    },
    /** A second port of the web server, undefined when there is none. */
    jobsPort: values.JOBS_PORT,
    /** `port` is undefined when only the web server tells them. */
    metrics: {
      enabled: values.PROMETHEUS_ENABLED,
      path: values.PROMETHEUS_METRICS_PATH,
      port: values.PROMETHEUS_PORT,
      token: values.METRICS_TOKEN,
      networks: values.METRICS_NETWORKS,
    },
    log: {
      level: values.LOG_LEVEL,
      /** Absolute; undefined where nothing is written to files. */
      file: values.LOG_FILE === undefined ? undefined : resolvePath(values.LOG_FILE),
      maxSize: values.LOG_MAX_SIZE,
      hot: values.LOG_BACKUP_COUNT,
      daily: values.LOG_ROTATION === 'daily',
    },
  })
}

const bucketOf = (values: Environment) => ({
  bucket: values.AWS_S3_BUCKET!,
  region: values.AWS_S3_REGION,
  endpoint: values.AWS_S3_ENDPOINT,
  pathStyle: values.AWS_S3_PATH_STYLE ?? values.AWS_S3_ENDPOINT !== undefined,
  key: values.AWS_ACCESS_KEY_ID,
  secret: values.AWS_SECRET_ACCESS_KEY,
})

type Resolved = { values: Environment; secrets: Partial<Secrets>; sources: Sources; given: ReadonlySet<Name> }

function resolve(env: NodeJS.ProcessEnv, cwd: string): Resolved {
  const sources = readSources(env, cwd)
  const { written } = sources
  const result = environment.safeParse(Object.fromEntries([...written].map(([name, { value }]) => [name, value])))
  const faults = new Map(sources.faults)
  for (const { path, message } of result.error?.issues ?? []) {
    const name = path[0] as Name
    const value = hintsOf(name).secret ? 'not usable' : `"${written.get(name)?.value ?? ''}"`
    faults.set(name, `${name} is ${value}: set it to ${message}.`)
  }
  if (!result.success) throw wrong(faults)
  const values = {
    ...result.data,
    DATA_DIR: isAbsolute(result.data.DATA_DIR) ? result.data.DATA_DIR : join(cwd, result.data.DATA_DIR),
  }
  const needsOwn = values.NODE_ENV === 'production' && values.DATABASE_URL !== undefined
  const secrets: Partial<Secrets> = needsOwn ? {} : pick(keptSecrets(values.DATA_DIR))
  for (const name of generated) {
    const own = values[name]
    if (own !== undefined) secrets[name] = own
    const why = own === undefined ? 'is not set' : weakness(own)
    if (faults.has(name) || !why) continue
    if (own === undefined ? needsOwn : values.NODE_ENV === 'production') {
      faults.set(
        name,
        `${name} ${why}: in production set it to 32 or more random characters, such as the output of openssl rand -base64 32.`,
      )
    }
  }
  for (const [name, fault] of contradictions(values)) faults.set(name, fault)
  if (faults.size > 0) throw wrong(faults)
  return { values, secrets, sources, given: new Set(written.keys()) }
}

/** What is wrong about settings together that are right one by one. */
function* contradictions(values: Environment): Generator<[Name, string]> {
  if (values.EMAIL_USE_TLS && values.EMAIL_USE_SSL)
    yield ['EMAIL_USE_TLS', 'EMAIL_USE_TLS and EMAIL_USE_SSL are both true: set one of them to false.']
  if (values.FILE_STORAGE === 's3' && values.AWS_S3_BUCKET === undefined)
    yield ['AWS_S3_BUCKET', 'AWS_S3_BUCKET is not set: set it to the bucket for files, or FILE_STORAGE to local.']
  if ((values.VAPID_PUBLIC_KEY === undefined) !== (values.VAPID_PRIVATE_KEY === undefined))
    yield ['VAPID_PUBLIC_KEY', 'VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY belong together: set both or neither.']
}

function pick(kept: Record<string, string>): Partial<Secrets> {
  return Object.fromEntries(generated.filter((name) => kept[name]).map((name) => [name, kept[name]]))
}

function wrong(faults: ReadonlyMap<Name, string>): StartError {
  return new StartError(['WorkerNet cannot start with this configuration:', ...faults.values()].join('\n  '))
}

function shown(name: Name, value: unknown): string {
  if (name === 'DATABASE_URL' || name === 'REDIS_URL') return String(value).replace(/(\/\/[^:/@]*):[^@]*@/, '$1:••••@')
  if (hintsOf(name).secret) return '••••••••'
  return Array.isArray(value) ? value.join(',') : (hintsOf(name).written?.(value) ?? String(value))
}
