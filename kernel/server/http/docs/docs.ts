// The API described to people and machines: the document itself, a page to try it on, a page to read it on.
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Action, Entity, Event } from '../../../contract/index.ts'
import { preferredLanguage, type Texts } from '../../texts.ts'
import { openApi } from './openapi.ts'
import { type ApiDocument, readingPage } from './reading-page.ts'
import { newNonce, pagePolicy } from '../security.ts'

const { resolve } = createRequire(import.meta.url)
const swaggerFolder = path.dirname(resolve('swagger-ui-dist/package.json'))

export type DocsOptions = { actions: readonly Action[]; entities: readonly Entity[]; texts: Texts; events?: readonly Event[] }

/** Adds `/api/openapi.json` (also `/api/schema.json`), `/api/docs` and `/api/redoc`. */
export async function addDocs(app: FastifyInstance, { actions, entities, texts, events }: DocsOptions): Promise<void> {
  const made = new Map<string, string>()
  const document = (language: string): string => {
    const known = made.get(language) ?? JSON.stringify(openApi(actions, entities, texts, language, events))
    made.set(language, known)
    return known
  }
  const languageOf = (request: FastifyRequest) => preferredLanguage(request.headers['accept-language']) ?? 'en'
  for (const url of ['/api/openapi.json', '/api/schema.json']) {
    app.get(url, (request, reply) => reply.type('application/json; charset=utf-8').send(document(languageOf(request))))
  }

  await app.register(fastifyStatic, {
    root: swaggerFolder,
    prefix: '/api/docs/assets/',
    index: false,
    decorateReply: false,
  })
  app.get('/api/docs', (request, reply) => page(reply, languageOf(request), swaggerPage))
  app.get('/api/redoc', (request, reply) => {
    const language = languageOf(request)
    return page(reply, language, () =>
      readingPage(openApi(actions, entities, texts, language, events) as ApiDocument, (word) =>
        texts.t(language, `api.${word}`),
      ),
    )
  })
}

function page(reply: FastifyReply, language: string, body: (nonce: string) => string) {
  const nonce = newNonce()
  const html = `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>WorkerNet API</title></head>
<body style="margin: 0">${body(nonce)}</body>
</html>`
  return reply.header('content-security-policy', pagePolicy(nonce)).type('text/html; charset=utf-8').send(html)
}

const swaggerPage = (nonce: string) => `
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
<main id="docs"></main>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script nonce="${nonce}">SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, persistAuthorization: false, validatorUrl: null })</script>`
