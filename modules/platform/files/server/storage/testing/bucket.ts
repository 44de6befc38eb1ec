// A server that speaks S3, for tests.
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import S3rver from 's3rver'
import type { Config } from '#kernel/server/config.ts'

export type Bucket = { place: NonNullable<Config['files']['s3']>; stop: () => Promise<void> }

/** Starts it on a free port with one empty bucket. */
export async function startBucket(): Promise<Bucket> {
  const directory = await mkdtemp(path.join(tmpdir(), 'workernet-bucket-'))
  const settings = { port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'files' }] }
  const server = new S3rver(settings)
  const { port } = (await server.run()) as AddressInfo
  let stopped = false
  return {
    place: {
      bucket: 'files',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      pathStyle: true,
      key: 'S3RVER',
      secret: 'S3RVER',
    },
    async stop() {
      if (stopped) return
      stopped = true
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
