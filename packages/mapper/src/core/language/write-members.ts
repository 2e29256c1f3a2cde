import { quote } from './json-text.ts'
import { fixed, type Write } from './write.ts'

/** One named part of an object that is written as text. */
export interface WrittenMember {
  readonly key: string
  readonly write: Write
}

/**
 * A function that writes an object of these members in this order, leaving out the absent ones.
 *
 * It is generated, as one straight run of statements, because a loop over closures cannot be inlined and reads every column
 * through one shared, slow property load. The source holds nothing but the statements below, numbers, and strings that
 * JSON.stringify wrote: no text of a mapping can become code. For the members `plan` (read in place) and `name` it reads:
 *
 *     let text = '', json, value
 *     json = call0(((value = ((value = row) && value["properties"])) && value["plan"]), row)
 *     if (json !== undefined) text += (text === '' ? "{\"plan\":" : ",\"plan\":") + json
 *     json = call1(row)
 *     if (json !== undefined) text += (text === '' ? "{\"name\":" : ",\"name\":") + json
 *     return text === '' ? '{}' : text + '}'
 */
export function writeMembers(members: readonly WrittenMember[]): Write {
  const { start, rest } = foldStart(members)
  if (rest.length === 0) return fixed(`${start || '{'}}`)
  const calls = rest.map(({ write }) => write.source?.finish ?? write)
  const source = [
    `const [${calls.map((_, index) => `call${index}`).join(', ')}] = calls`,
    'return (row) => {',
    `let text = ${JSON.stringify(start)}, json, value`,
    ...rest.flatMap((member, index) => generateMember(member, index, start !== '')),
    `return text === '' ? '{}' : text + '}'`,
    '}',
  ].join('\n')
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- see above for why, and why it is safe.
  const generate = new Function('calls', `'use strict'\n${source}`) as (made: typeof calls) => Write
  return generate(calls)
}

function generateMember({ key, write }: WrittenMember, index: number, isStarted: boolean): string[] {
  const first = JSON.stringify(`{${quote(key)}:`)
  const next = JSON.stringify(`,${quote(key)}:`)
  const head = isStarted ? next : `(text === '' ? ${first} : ${next})`
  const args = write.source === undefined ? 'row' : `${generateRead(write.source.keys)}, row`
  return [`json = call${index}(${args})`, `if (json !== undefined) text += ${head} + json`]
}

/** The value at these keys; a falsy value on the way is itself the result. */
function generateRead(keys: readonly string[]): string {
  return keys.reduce((read, key) => `((value = ${read}) && value[${JSON.stringify(key)}])`, 'row')
}

/** The members at the start that are the same for every row, as text; empty when there is none. */
function foldStart(members: readonly WrittenMember[]): { start: string; rest: readonly WrittenMember[] } {
  let start = ''
  let count = 0
  for (const { key, write } of members) {
    if (write.fixed === undefined) break
    start += `${start === '' ? '{' : ','}${quote(key)}:${write.fixed}`
    count++
  }
  return { start, rest: members.slice(count) }
}
