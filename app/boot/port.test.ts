import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { checkPort, freePort, portProblem } from './port.ts'

test('a port in use is one sentence with the port and the command that helps', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const next = await freePort(port, '127.0.0.1')
  assert.notEqual(next, port)
  await assert.rejects(checkPort(port, '127.0.0.1'), {
    name: 'StartError',
    message: `Port ${port} is in use by another program: stop that one, or start WorkerNet on another port: PORT=${next} npm start.`,
  })
  await assert.rejects(checkPort(port, '127.0.0.1', 'SMTP_IN_PORT'), /SMTP_IN_PORT=\d+ npm start/)
  await new Promise((resolve) => server.close(resolve))
  await checkPort(port, '127.0.0.1')
})

test('an address of another machine and a port above our rights are named', async () => {
  await assert.rejects(checkPort(8110, '192.0.2.1'), {
    name: 'StartError',
    message: /has no address 192\.0\.2\.1 to listen on/,
  })
  const denied = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  assert.match(String(await portProblem(denied, 80, '0.0.0.0')), /may not listen on port 80: .*PORT=8000 npm start/)
  const other = new Error('something else')
  assert.equal(await portProblem(other, 80, '0.0.0.0'), other)
})
