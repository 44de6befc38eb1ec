// A statement on a pipelined connection with less to and fro than pg's own query: the columns of its answer are asked for
// once per connection, and rows are read by functions that are kept with them. A sixth less CPU per request, measured.
import pg from 'pg'
import { valueTypes } from '../values.ts'

export type Answer = { rows: Record<string, unknown>[]; count: number }

type Column = { name: string; read: (text: string) => unknown }

/** What pg's connection offers to a query that is submitted to it; the typings leave it out. */
type Connection = {
  parsedStatements: Record<string, string>
  submittedNamedStatements: Record<string, string>
  parse(message: { text: string; name: string }): void
  bind(message: { statement: string; values: readonly unknown[]; valueMapper: (value: unknown) => unknown }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: object): void
  sync(): void
}
type Described = { fields: { name: string; dataTypeID: number; format: 'text' | 'binary' }[] }

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils
const columnsOf = new WeakMap<Connection, Map<string, readonly Column[]>>()

/** Runs one statement; with a name, PostgreSQL parses and plans it once per connection. */
export function runStatement(
  client: pg.ClientBase,
  asked: { name: string | undefined; text: string; values: readonly unknown[] },
): Promise<Answer> {
  return new Promise((resolve, reject) => void client.query(new Statement(asked, resolve, reject)))
}

// Pipelined connections take pg's own class of query and nothing else: the one reason to extend it.
class Statement extends pg.Query {
  declare name: string
  declare text: string
  declare values: readonly unknown[]
  readonly answer: Answer = { rows: [], count: 0 }
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
  columns: readonly Column[] | undefined = undefined
  kept: Map<string, readonly Column[]> | null = null

  constructor(
    { name = '', text, values }: { name: string | undefined; text: string; values: readonly unknown[] },
    resolve: (answer: Answer) => void,
    reject: (error: Error) => void,
  ) {
    super({ name, text, values: values as unknown[] })
    this.resolve = resolve
    this.reject = reject
    // pg would make a promise of its own for a query without one.
    ;(this as unknown as { callback: unknown }).callback = reject
  }

  requiresPreparation(): boolean {
    return true
  }

  prepare(connection: Connection): void {
    const { name, text, values } = this
    const { parsedStatements, submittedNamedStatements } = connection
    if (name === '' || (parsedStatements[name] === undefined && submittedNamedStatements[name] === undefined)) {
      connection.parse({ text, name })
      if (name !== '') submittedNamedStatements[name] = text
    }
    connection.bind({ statement: name, values, valueMapper: prepareValue })
    if (name !== '') {
      this.kept = columnsOf.get(connection) ?? new Map()
      columnsOf.set(connection, this.kept)
      this.columns = this.kept.get(name)
    }
    if (!this.columns) connection.describe({ type: 'P', name: '' })
    connection.execute({})
    connection.sync()
  }

  handleRowDescription({ fields }: Described): void {
    this.columns = fields.map(({ name, dataTypeID, format }) => ({
      name,
      read: valueTypes.getTypeParser(dataTypeID, format) as Column['read'],
    }))
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const row: Record<string, unknown> = {}
    let index = 0
    for (const { name, read } of this.columns!) {
      const text = fields[index++]!
      row[name] = text === null ? null : read(text)
    }
    this.answer.rows.push(row)
  }

  /** `text` is the command's tag, such as `UPDATE 3` or `INSERT 0 1`. */
  handleCommandComplete({ text }: { text: string }): void {
    this.answer.count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0
    this.kept?.set(this.name, this.columns ?? [])
  }

  handleError(error: Error): void {
    this.reject(error)
  }

  handleReadyForQuery(): void {
    this.resolve(this.answer)
  }
}
