import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { describeConfig, loadConfig } from './config.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wn config '))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const strong = {
  SECRET_KEY: 'Zt3vQm8LkR1xWn6YpB4cHd9sFj2gEa7u',
  JWT_SECRET: 'q5Xy2NwVb8Kd0TzGh4RmLc7PsJf3Ae9U',
  ENCRYPTION_KEY: 'M1oC6iSx4BvDk9WqZg3TnHy7RpLe2JfA',
}

/** The sentences of a refused configuration, without the heading. */
function refusal(env: Record<string, string>): string[] {
  try {
    loadConfig(env, cwd)
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'StartError', String(error))
    return error.message.split('\n  ').slice(1)
  }
  throw new assert.AssertionError({ message: 'the configuration was accepted' })
}

test('nothing needs to be set', () => {
  const config = loadConfig({}, cwd)
  assert.equal(config.port, 8000)
  assert.equal(config.host, '0.0.0.0')
  assert.equal(config.publicUrl, 'http://localhost:8000')
  assert.equal(config.dataDir, join(cwd, 'data'))
  assert.deepEqual(config.roles, ['web', 'worker', 'relay'])
  assert.deepEqual(config.database, { url: undefined, poolSize: 20 })
  assert.equal(config.demo, true)
  assert.equal(config.jwt.accessMinutes, 30)
  assert.equal(config.jwt.refreshDays, 7)
  assert.equal(config.sessionCookieSecure, false)
  assert.equal(config.api.defaultVersion, 2)
  assert.deepEqual(config.smtpIn, { host: '0.0.0.0', port: 2525, chosen: false })
  assert.equal(config.email.smtp, undefined)
  assert.deepEqual(config.email.from, { name: 'WorkerNet Support', address: 'noreply@workernet.test' })
  assert.equal(config.files.maxSize, 50 * 1024 * 1024)
})

test('missing secrets are generated once and kept private', () => {
  const first = loadConfig({}, cwd)
  const file = join(cwd, 'data/secrets.json')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const secrets = [first.secretKey, first.encryptionKey, first.jwt.secret]
  assert.equal(new Set(secrets).size, 3)
  for (const secret of secrets) assert.ok(secret.length >= 32)
  const second = loadConfig({ NODE_ENV: 'production', JWT_SECRET: strong.JWT_SECRET }, cwd)
  assert.deepEqual(
    [second.secretKey, second.encryptionKey, second.jwt.secret],
    [...secrets.slice(0, 2), strong.JWT_SECRET],
  )
})

test('damaged secrets stop the start instead of being replaced', () => {
  loadConfig({}, cwd)
  const file = join(cwd, 'data/secrets.json')
  writeFileSync(file, '{"SECRET')
  assert.throws(() => loadConfig({}, cwd), { name: 'StartError', message: /secrets\.json is damaged: put back a copy/ })
  assert.equal(readFileSync(file, 'utf8'), '{"SECRET')
})

test('every wrong value gets its sentence, all at once', () => {
  assert.deepEqual(
    refusal({
      PORT: 'eighty',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
      ROLES: 'web,cook',
      MAX_FILE_SIZE: 'huge',
      LOG_LEVEL: 'loud',
      CORS_ORIGINS: 'https://a.example/path',
      TRUSTED_PROXIES: '10.0.0.0/33',
      SESSION_COOKIE_SECURE: 'perhaps',
      PUBLIC_URL: 'desk.example.com',
    }),
    [
      'PORT is "eighty": set it to a whole number from 1 to 65535.',
      'PUBLIC_URL is "desk.example.com": set it to an address such as https://desk.example.com.',
      'TRUSTED_PROXIES is "10.0.0.0/33": set it to addresses or networks separated by commas, such as 10.0.0.0/8 or loopback.',
      'ROLES is "web,cook": set it to roles separated by commas out of web, worker, relay.',
      'DATABASE_URL is not usable: set it to an address such as postgresql://user:password@host:5432/database.',
      'MAX_FILE_SIZE is "huge": set it to a size such as 52428800 or 50MB.',
      'SESSION_COOKIE_SECURE is "perhaps": set it to true or false.',
      'CORS_ORIGINS is "https://a.example/path": set it to origins separated by commas, such as https://app.example.com (without a path; * is not possible).',
      'LOG_LEVEL is "loud": set it to one of trace, debug, info, warn, error, fatal, silent.',
    ],
  )
  assert.equal(existsSync(join(cwd, 'data')), false, 'a refused configuration leaves nothing behind')
})

test('the numbers of ports and sizes end where they end', () => {
  for (const PORT of ['0', '65536', '-1', '80.5', '8e3', '0x50'])
    assert.equal(refusal({ PORT }).length, 1, `PORT=${PORT} is refused`)
  assert.equal(loadConfig({ PORT: '65535' }, cwd).port, 65_535)
  for (const [written, bytes] of Object.entries({ '1': 1, '10k': 10_240, '50MB': 52_428_800, '2 g': 2_147_483_648 }))
    assert.equal(loadConfig({ MAX_FILE_SIZE: written }, cwd).files.maxSize, bytes)
})

test('the environment wins over .env, a name over its alias, an empty value is none', () => {
  writeFileSync(
    join(cwd, '.env'),
    'PORT=8101 # ours\nAPI_HOST="127.0.0.1"\nLOG_LEVEL=WARNING\nMAIL_DOMAIN=Desk.Example.com\nPROT=8102\nAPI_DEFAULT_VERSION=v1\n',
  )
  const config = loadConfig({ API_HOST: '::1', LOG_LEVEL: '', API_PORT: '8103' }, cwd)
  assert.equal(config.port, 8103, 'what the environment says by the alias wins over .env')
  assert.equal(loadConfig({ API_PORT: '8103', PORT: '8104' }, cwd).port, 8104)
  assert.equal(loadConfig({}, cwd).port, 8101)
  assert.equal(config.host, '::1')
  assert.equal(config.log.level, 'warn')
  assert.equal(config.mailDomain, 'desk.example.com')
  assert.equal(config.api.defaultVersion, 1)
  assert.deepEqual(describeConfig({}, cwd).unknown, ['PROT'])
  assert.equal(loadConfig({ NODE_ENV: 'test' }, cwd).port, 8000, 'tests do not read it')
})

test('a secret may stand in a file', () => {
  const file = join(cwd, 'jwt secret')
  writeFileSync(file, `${strong.JWT_SECRET}\n`)
  assert.equal(loadConfig({ JWT_SECRET_FILE: file }, cwd).jwt.secret, strong.JWT_SECRET)
  assert.deepEqual(refusal({ JWT_SECRET_FILE: join(cwd, 'none') }), [
    `JWT_SECRET_FILE is "${join(cwd, 'none')}", which cannot be read: name a file with the secret in it.`,
  ])
  assert.equal(loadConfig({ PORT_FILE: file }, cwd).port, 8000, 'what is no secret is not read from files')
})

test('production refuses short, sample and weak secrets, wherever they come from', () => {
  const url = 'postgresql://u:p@db/w'
  const advice = 'in production set it to 32 or more random characters, such as the output of openssl rand -base64 32.'
  assert.deepEqual(refusal({ NODE_ENV: 'production', DATABASE_URL: url, SECRET_KEY: strong.SECRET_KEY }), [
    `JWT_SECRET is not set: ${advice}`,
    `ENCRYPTION_KEY is not set: ${advice}`,
  ])
  assert.deepEqual(
    refusal({
      NODE_ENV: 'production',
      SECRET_KEY: 'Zt3vQm8LkR1xWn6YpB4cHd9sFj2gEa7',
      JWT_SECRET: 'your-jwt-secret-here-32-chars-min',
      ENCRYPTION_KEY: 'abcabcabcabcabcabcabcabcabcabcabcabc',
    }),
    [
      `SECRET_KEY has 31 characters: ${advice}`,
      `JWT_SECRET is a sample or easily guessed: ${advice}`,
      `ENCRYPTION_KEY repeats a few characters: ${advice}`,
    ],
  )
  const config = loadConfig({ NODE_ENV: 'production', DATABASE_URL: url, ...strong }, cwd)
  assert.equal(config.demo, false)
  assert.equal(existsSync(join(cwd, 'data')), false)
  assert.equal(loadConfig({ JWT_SECRET: 'short' }, cwd).jwt.secret, 'short', 'development takes what it is given')
})

test('mail goes out by STARTTLS unless told otherwise', () => {
  const smtp = (env: Record<string, string>) => loadConfig({ EMAIL_HOST: 'mx.example.com', ...env }, cwd).email.smtp
  const of = (env: Record<string, string>) => [smtp(env)?.security, smtp(env)?.port]
  assert.deepEqual(of({}), ['starttls', 587])
  assert.deepEqual(of({ EMAIL_USE_SSL: 'true' }), ['tls', 465])
  assert.deepEqual(of({ EMAIL_USE_TLS: 'false', EMAIL_PORT: '1025' }), ['none', 1025])
  assert.deepEqual(refusal({ EMAIL_USE_TLS: 'true', EMAIL_USE_SSL: 'true' }), [
    'EMAIL_USE_TLS and EMAIL_USE_SSL are both true: set one of them to false.',
  ])
})

test('a description tells values and where they come from, and no secret', () => {
  const env = { PORT: '8105', DATABASE_URL: 'postgresql://u:hunter2@db/w', PUBLIC_URL: 'https://d.example/', ...strong }
  const { variables } = describeConfig(env, cwd)
  const said = new Map(variables.map((one) => [String(one.name), `${one.value} | ${one.from}`]))
  assert.equal(said.get('PORT'), '8105 | environment')
  assert.equal(said.get('DATABASE_URL'), 'postgresql://u:••••@db/w | environment')
  assert.equal(said.get('SECRET_KEY'), '•••••••• | environment')
  assert.equal(said.get('SESSION_COOKIE_SECURE'), 'true | default')
  assert.equal(said.get('ROLES'), 'web,worker,relay | default')
  assert.equal(said.get('EMAIL_PASSWORD'), '(none) | default')
  const all = JSON.stringify(variables)
  for (const secret of ['hunter2', ...Object.values(strong)]) assert.ok(!all.includes(secret))
  describeConfig({}, cwd)
  assert.equal(existsSync(join(cwd, 'data')), false, 'describing generates nothing')
})
