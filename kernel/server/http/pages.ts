// The web client's files and its one page.
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LANGUAGES, preferredLanguage } from '../texts.ts'
import { newNonce, pagePolicy } from './security.ts'

/** Set by the client when somebody chooses a language. */
const LANGUAGE_COOKIE = 'workernet.language'

/**
 * Serves the built client of a folder: its files, which never change under one name, for a year; for every other address
 * that is not the API's its page, in the reader's language and direction, with a nonce of its own.
 */
export async function addPages(app: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8')

  await app.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    decorateReply: false,
  })
  // Pictures of components keep their names, so they are asked for again after a day.
  const pictures = path.join(folder, 'pictures')
  if (existsSync(pictures))
    await app.register(fastifyStatic, {
      root: pictures,
      prefix: '/pictures/',
      index: false,
      maxAge: '1d',
      decorateReply: false,
    })
  const worker = path.join(folder, 'service-worker.js')
  const script = existsSync(worker) ? withFiles(readFileSync(worker, 'utf8'), path.join(folder, 'assets')) : null
  // From the root, so that it may speak for every page; asked for anew every time, so that an update is found.
  app.get('/service-worker.js', (_request, reply) =>
    script
      ? reply
          .headers({ 'content-security-policy': `default-src 'self'`, 'cache-control': 'no-cache' })
          .type('text/javascript; charset=utf-8')
          .send(script)
      : reply.callNotFound(),
  )
  app.get('/*', (request, reply) => {
    const [address = '/'] = request.url.split('?')
    // A file that is not there is not a page: an outdated client would take the page for its script.
    if (/^\/(api|assets)(\/|$)/.test(address) || /\.\w{1,8}$/.test(address)) return reply.callNotFound()
    const nonce = newNonce()
    const language = languageOf(request)
    const html = page
      .replaceAll('{{nonce}}', nonce)
      .replaceAll('{{lang}}', language)
      .replaceAll('{{dir}}', language === 'ar' ? 'rtl' : 'ltr')
    return reply
      .headers({
        'content-security-policy': pagePolicy(nonce),
        'cache-control': 'no-store',
        'content-language': language,
      })
      .type('text/html; charset=utf-8')
      .send(html)
  })
}

/** Tells the service worker which files make up the client, so that it can keep them; compressed twins are not asked for. */
function withFiles(script: string, assets: string): string {
  const files = existsSync(assets) ? readdirSync(assets).filter((name) => !/\.(br|gz|map)$/.test(name)) : []
  return script.replace('/*files*/ []', JSON.stringify(files.toSorted().map((name) => `/assets/${name}`)))
}

function languageOf(request: FastifyRequest): string {
  const chosen = request.cookies[LANGUAGE_COOKIE]
  const known = LANGUAGES.find((language) => language === chosen)
  return known ?? preferredLanguage(request.headers['accept-language']) ?? 'en'
}
