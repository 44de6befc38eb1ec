// Sending bytes with their progress, which fetch does not tell.
import { useCallback } from 'react'
import { type Action, unauthorized } from '../../contract/index.ts'
import { usePlatform } from './platform.tsx'
import { RemoteProblem, unreachable } from './remote-problem.ts'
import { prepare } from './request.ts'

/** `onProgress` hears a share from 0 to 1; `signal` gives the sending up, which throws an AbortError. */
export type UploadOptions = { onProgress?: (share: number) => void; signal?: AbortSignal }
type Told = ConstructorParameters<typeof RemoteProblem>[0]

/** Answers how to run an action whose body is bytes; throws a Problem when it is refused or cut off. */
export function useUpload() {
  const { session } = usePlatform()
  return useCallback(
    async <I, P, O>(action: Action<I, P, O>, input: I, options: UploadOptions = {}): Promise<O> => {
      const token = await session.token()
      let { status, body } = await send(action, input, token, options)
      if (status === 401 && token) {
        const renewed = await session.renew(token)
        if (!renewed) throw unauthorized()
        ;({ status, body } = await send(action, input, renewed, options))
      }
      if (status < 300) return body as O
      const told = body as Partial<Told>
      throw new RemoteProblem({ ...told, code: told.code ?? 'bad_gateway', status })
    },
    [session],
  )
}

function send(
  action: Action,
  input: unknown,
  token: string | null,
  { onProgress, signal }: UploadOptions,
): Promise<{ status: number; body: unknown }> {
  const { url, method, headers, body } = prepare(action, input)
  return new Promise((resolve, reject) => {
    const cancelled = () => reject(new DOMException('given up', 'AbortError'))
    if (signal?.aborted) return cancelled()
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.setRequestHeader('accept-language', document.documentElement.lang)
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0))
    request.addEventListener('error', () => reject(unreachable()))
    request.addEventListener('abort', cancelled)
    request.addEventListener('load', () => resolve({ status: request.status, body: read(request.responseText) }))
    signal?.addEventListener('abort', () => request.abort())
    request.send(body as XMLHttpRequestBodyInit)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
