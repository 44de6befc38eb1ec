// The edge: versions, identity, limits, problems. Everything behind it is an action.
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type Action, Problem } from '../../contract/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { shownPath } from '../logs/scrub.ts'
import { type Blocks, openBlocks } from '../blocks/blocks.ts'
import { type Called, type Limits, openLimits } from '../limits/limits.ts'
import { noStore } from '../limits/store.ts'
import type { Runner } from '../run.ts'
import { preferredLanguage, type Texts } from '../texts.ts'
import type { RequestMeta } from '../context.ts'
import { type Authenticate, callerOf, metaOf } from './callers.ts'
import { describe, problemOf } from './problems.ts'
import { answerBroken } from './broken-requests.ts'
import { linksWith } from './bytes/links.ts'
import { addRoutes } from './routes.ts'
import { openGate, watchLoop } from './overload/gate.ts'
import { refuseBombs } from './overload/json.ts'
import { cutSlowBodies, PATIENCE, type Patience } from './overload/slow.ts'
import { secure } from './security.ts'
import { canonicalUrl, versionOf } from './versions.ts'

export type EdgeOptions = {
  config: Config
  log: Logger
  texts: Texts
  runner: Runner
  authenticate: Authenticate
  /** Those of this process alone where none are given. */
  limits?: Limits
  patience?: Patience
  /** Those of this process alone where none are given. */
  blocks?: Blocks
  /** Hears of tokens that were refused. */
  onRefusedToken?: (error: unknown, meta: RequestMeta) => void
  /** Whose secret address a request calls: a tenant's, or nobody's. */
  calledOf?: (action: Action, params: Record<string, string>) => Promise<Called>
}

const REQUEST_ID = /^[\w.-]{8,64}$/
const MOST_HEADERS = 100
const MOST_HEADER_BYTES = 16 * 1024
const versions = new WeakMap<IncomingMessage, number | null>()

/** Builds the HTTP server with a route for every action; pages and documents are added by the caller. */
export async function createEdge({
  config,
  log,
  texts,
  runner,
  authenticate,
  limits = openLimits(config, noStore),
  patience = PATIENCE,
  blocks = openBlocks({ enabled: config.rateLimit.enabled, log }),
  calledOf = async () => undefined,
  onRefusedToken,
}: EdgeOptions): Promise<FastifyInstance> {
  const actions = [...runner.implementations.values()].map(({ action }) => action)
  const refuse = refusing(texts)
  const app = openServer(config, texts, actions, patience, refuse)
  const loop = watchLoop()
  const gate = openGate(config.maxRequestsInFlight, loop.late)
  // Uploads last long, and must not take the places of everything else.
  const uploads = openGate(Math.ceil(config.maxRequestsInFlight / 4), loop.late)
  app.addHook('onClose', async () => loop.stop())
  cutSlowBodies(app, patience)

  await app.register(cookie)
  await allowOrigins(app, config)
  takeJson(app)
  beginRequests(app, config)
  logRequests(app, log)
  answerFaults(app, log, refuse)
  app.setNotFoundHandler((request, reply) => {
    blocks.strayed(request)
    return refuse(request, reply, new Problem('route.not_found', 404))
  })

  const links = linksWith(config.secretKey)
  const linked = (url: string) => links.read(url, Date.now())
  addRoutes(app, actions, {
    run: runner.run,
    async callerOf(request, action) {
      try {
        return await callerOf(request, authenticate, action.raw === 'answer' ? linked : undefined)
      } catch (error) {
        onRefusedToken?.(error, metaOf(request))
        throw error
      }
    },
    cookie: { secure: config.sessionCookieSecure, days: config.jwt.refreshDays },
    secret: config.secretKey,
    limits,
    blocks,
    calledOf,
    gateOf: ({ rate, raw }) => (rate === 'free' ? null : raw === 'body' ? uploads : gate),
  })
  return app
}

type Refuse = (
  request: { id: string; actor?: Actor; headers: IncomingMessage['headers'] },
  reply: FastifyReply,
  problem: Problem,
) => FastifyReply

/** Answers a problem in the caller's language. */
const refusing =
  (texts: Texts): Refuse =>
  ({ id, actor, headers }, reply, problem) => {
    const language = actor?.language ?? preferredLanguage(headers['accept-language']) ?? 'en'
    return reply
      .status(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(describe(problem, language, id, texts)))
  }

/** The bare server: how long it waits, how much it takes, what it makes of addresses. */
function openServer(
  config: Config,
  texts: Texts,
  actions: readonly Action[],
  patience: Patience,
  refuse: Refuse,
): FastifyInstance {
  // `/forms/:key` stands at `/forms/` as well as below the API.
  const outside = actions.flatMap((action) => (action.outside ? action.path.slice(0, action.path.indexOf(':')) : []))
  const app = Fastify({
    logger: false,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    rewriteUrl: (request) => {
      const asked = request.url ?? '/'
      const { url, fromPath } = canonicalUrl(outside.some((start) => asked.startsWith(start)) ? `/api${asked}` : asked)
      versions.set(request as IncomingMessage, fromPath)
      return url
    },
    requestTimeout: patience.request,
    connectionTimeout: patience.silence,
    http: { maxHeaderSize: MOST_HEADER_BYTES, connectionsCheckingInterval: patience.every },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    clientErrorHandler: answerBroken(texts),
    frameworkErrors: (error, request, reply) => {
      secure(reply, request.protocol === 'https')
      reply.header('x-request-id', request.id)
      void refuse(request, reply, problemOf(error) ?? new Problem('malformed', 400))
    },
  })
  app.server.headersTimeout = patience.headers
  // One more than is taken, so that too many are seen: Node leaves out the rest without a word.
  app.server.maxHeadersCount = MOST_HEADERS + 1
  return app
}

/** Browsers of other sites may call, where the configuration names them. */
const allowOrigins = (app: FastifyInstance, { cors: { origins, credentials, headers } }: Config) =>
  app.register(cors, {
    origin: origins.length > 0 ? [...origins] : false,
    credentials,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      ...headers,
      'If-Match',
      'Idempotency-Key',
      'API-Version',
      'X-Session',
      'X-Request-Id',
      'Accept-Language',
      'Range',
      'Tus-Resumable',
      'Upload-Length',
      'Upload-Metadata',
      'Upload-Offset',
    ],
    exposedHeaders: [
      'ETag',
      'Location',
      'Content-Range',
      'Tus-Resumable',
      'Upload-Expires',
      'Upload-Length',
      'Upload-Offset',
      'API-Version',
      'X-Request-Id',
      'Idempotency-Replayed',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
    ],
    maxAge: 600,
  })

/** Bodies are JSON, unless an upload's route takes bytes. */
function takeJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(new Problem('media_type', 415)))
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') return done(null, {})
      try {
        refuseBombs(body as string)
      } catch (error) {
        return done(error as Problem)
      }
      return parseJson(request, body as string, done)
    },
  )
}

/** What holds for every request before its route: safe headers, too many headers, a packed body, the version. */
function beginRequests(app: FastifyInstance, config: Config): void {
  app.addHook('onRequest', async (request, reply) => {
    secure(reply, request.protocol === 'https')
    reply.header('x-request-id', request.id)
    if (request.raw.rawHeaders.length > 2 * MOST_HEADERS) throw new Problem('headers_too_large', 431)
    if (!request.url.startsWith('/api/')) return
    // A few bytes could unpack into gigabytes; what we take is small enough as it is. Of a read no body is looked at.
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead && (request.headers['content-encoding'] ?? 'identity') !== 'identity')
      throw new Problem('content_encoding', 415)
    const version = versionOf(
      versions.get(request.raw) ?? null,
      request.headers,
      request.query as Record<string, unknown>,
      config.api.defaultVersion,
    )
    reply.header('api-version', String(version)).header('cache-control', 'no-store')
  })
}

function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    const told = {
      request_id: request.id,
      method: request.method,
      url: shownPath(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      tenant_id: request.actor?.tenant_id,
      user_id: request.actor?.user_id,
    }
    log.info(told, 'request')
  })
}

/** Expected refusals are answered as they are; anything else is logged once and says nothing of itself. */
function answerFaults(app: FastifyInstance, log: Logger, refuse: Refuse): void {
  app.setErrorHandler((error, request, reply) => {
    const about = { request_id: request.id, url: shownPath(request.url) }
    const expected = problemOf(error)
    if (!expected)
      log.error({ ...about, error: error instanceof Error ? error.stack : String(error) }, 'request failed')
    const problem = expected ?? new Problem('internal', 500)
    // People are told to tell their administrator; the administrator finds where the room went.
    if (problem.status === 507)
      log.error({ ...about, error: error instanceof Error ? error.message : String(error) }, 'no room left')
    if (problem.status === 429 || problem.status === 503)
      reply.header('retry-after', String(problem.params['seconds'] ?? 1))
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
    return refuse(request, reply, problem)
  })
}
