import { DuckDBInstance } from '@duckdb/node-api'

/**
 * A process of its own that opens a file for writing, as another program does, and holds it until its standard input
 * ends.
 */
const [path = ''] = process.argv.slice(2)
const instance = await DuckDBInstance.create(path)
process.stdout.write('held\n')
process.stdin.resume()
process.stdin.on('end', () => instance.closeSync())
