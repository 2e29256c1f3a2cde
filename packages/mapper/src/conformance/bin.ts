import { readFileSync } from 'node:fs'
import { runCase, type ConformanceCase } from './run-case.ts'

const USAGE = 'usage: conformance CASES.jsonl\n\nRuns each case of the file and prints one result per line.\n'

// As every process of Sluice has it.
process.env['TZ'] = 'UTC'

const [file] = process.argv.slice(2)
if (file === undefined || file === '--help') {
  process.stdout.write(USAGE)
  process.exitCode = file === undefined ? 2 : 0
} else {
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as ConformanceCase)
  process.stdout.write(cases.map((each) => `${JSON.stringify(runCase(each))}\n`).join(''))
}
