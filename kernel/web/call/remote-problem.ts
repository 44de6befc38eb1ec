// A refusal as the server told it: with words in the reader's language and the number of the request.
import { Problem, type Refusal } from '../../contract/index.ts'

type Told = {
  code: string
  status: number
  title?: string
  detail?: string
  request_id?: string
  errors?: { pointer: string; code: string; message: string; params?: Record<string, string | number> }[]
}

/** A Problem that came over the wire; `messages` maps a JSON Pointer to the words for that field. */
export class RemoteProblem extends Problem {
  readonly title: string | undefined
  readonly detail: string | undefined
  readonly requestId: string | undefined
  readonly messages: Readonly<Record<string, string>>

  constructor({ code, status, title, detail, request_id, errors = [] }: Told) {
    super(
      code,
      status,
      {},
      errors.map(({ pointer, code: rule, params }): Refusal => ({
        pointer,
        code: rule,
        ...(params ? { params } : {}),
      })),
    )
    this.title = title
    this.detail = detail
    this.requestId = request_id
    this.messages = Object.fromEntries(errors.map(({ pointer, message }) => [pointer, message]))
  }
}

/** The server could not be reached; nothing is known about what it did. */
export const unreachable = () => new Problem('unreachable', 0)

/** Reads a refusing answer; one that is not problem+json (a proxy's page) becomes `bad_gateway`. */
export async function problemOfResponse(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id') ?? undefined
  const body = (await response.json().catch(() => null)) as Partial<Told> | null
  if (typeof body?.code !== 'string')
    return new RemoteProblem({
      code: 'bad_gateway',
      status: response.status,
      ...(requestId ? { request_id: requestId } : {}),
    })
  return new RemoteProblem({ request_id: requestId, ...body, code: body.code, status: response.status } as Told)
}
