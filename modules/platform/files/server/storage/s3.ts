// Bytes in a bucket of any server that speaks S3.
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { Readable } from 'node:stream'
import { Problem } from '#kernel/contract/index.ts'
import type { Config } from '#kernel/server/config.ts'
import type { Storage } from './storage.ts'

type Place = NonNullable<Config['files']['s3']>

/** The smallest part S3 takes; with one part under way at a time, an upload holds about two of them in memory. */
const PART = 5 * 1_048_576

export function s3Storage({ bucket, region, endpoint, pathStyle, key: accessKeyId, secret }: Place): Storage {
  const client = new S3Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint ? { endpoint } : {}),
    ...(accessKeyId && secret ? { credentials: { accessKeyId, secretAccessKey: secret } } : {}),
    // Servers other than Amazon's know no checksums in trailers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
  })

  return {
    async write(key, bytes) {
      let broken: { error: unknown } | null = null
      const body = Readable.from(
        (async function* () {
          try {
            yield* bytes
          } catch (error) {
            broken = { error }
            throw error
          }
        })(),
      )
      const params = { Bucket: bucket, Key: key, Body: body }
      try {
        await new Upload({ client, params, queueSize: 1, partSize: PART }).done()
      } catch (error) {
        body.destroy()
        // What went wrong on the way in is told as it was, whatever became of giving up the parts.
        if (broken) throw (broken as { error: unknown }).error
        return refuse(error)
      }
    },
    async read(key, range) {
      const Range = range && `bytes=${range.start}-${range.end}`
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range })).catch(refuse)
      return Body as Readable
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(refuse)
    },
    async names(folder) {
      const Prefix = `${folder}/`
      const found: string[] = []
      let last: string | undefined
      for (;;) {
        const asked = { Bucket: bucket, Prefix, Delimiter: '/', StartAfter: last }
        const { Contents = [], IsTruncated } = await client.send(new ListObjectsV2Command(asked)).catch(refuse)
        found.push(...Contents.map(({ Key }) => Key!.slice(Prefix.length)))
        last = Contents.at(-1)?.Key
        if (!IsTruncated || !last) return found
      }
    },
  }
}

/** What lies nowhere is told as a folder would tell it; a server that is away is one and the same refusal. */
function refuse(error: unknown): never {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  if (name === 'NoSuchKey' || name === 'NotFound') throw Object.assign(new Error('no such key'), { code: 'ENOENT' })
  const status = $metadata?.httpStatusCode ?? 0
  // Without a status there was no answer at all.
  if (status === 0 || status >= 500 || status === 429) throw new Problem('file.storage_down', 503)
  throw error
}
