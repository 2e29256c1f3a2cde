import type pg from 'pg'

/** What the server says of a statement that it has parsed and not run. */
export interface ParsedStatement {
  /** Null for a statement that returns no rows. */
  readonly fields: readonly ParsedField[] | null
  readonly parameterCount: number
}

export interface ParsedField {
  readonly name: string
  /** OID of the type; of the base type for a domain. */
  readonly typeId: number
}

interface Connection {
  parse(message: { text: string; name: string; types: readonly number[] }): void
  describe(message: { type: 'S'; name: string }): void
  sync(): void
  on(event: 'parameterDescription', listener: (message: { parameterCount: number }) => void): void
  off(event: 'parameterDescription', listener: (message: { parameterCount: number }) => void): void
}

/**
 * Has the server parse a text as exactly one statement, without running it (Parse and Describe of the extended
 * protocol). Two statements, a syntax error or an unknown name fail here, with the place in the text as it is.
 */
export function parseStatement(client: pg.ClientBase, text: string): Promise<ParsedStatement> {
  return new Promise((resolve, reject) => {
    let fields: readonly ParsedField[] | null = null
    let parameterCount = 0
    let connection: Connection | undefined
    const onParameters = (message: { parameterCount: number }): void => {
      parameterCount = message.parameterCount
    }
    const end = (error?: Error): void => {
      connection?.off('parameterDescription', onParameters)
      if (error === undefined) resolve({ fields, parameterCount })
      else reject(error)
    }

    // The shape that pg's client drives a query through.
    const statement = {
      submit(submitted: unknown) {
        connection = submitted as Connection
        connection.on('parameterDescription', onParameters)
        connection.parse({ text, name: '', types: [] })
        connection.describe({ type: 'S', name: '' })
        connection.sync()
        return null
      },
      handleRowDescription(message: { readonly fields: readonly pg.FieldDef[] }) {
        fields = message.fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }))
      },
      handleError: (error: Error) => end(error),
      handleReadyForQuery: () => end(),
    }
    client.query(statement as pg.Submittable)
  })
}
