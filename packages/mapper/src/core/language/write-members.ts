import { isPlain, quote, writeJson } from './json-text.ts'
import { generateGet } from './path.ts'
import { fixed, writeMade, type Write } from './write.ts'

/** One named part of an object that is written as text. */
export interface WrittenMember {
  readonly key: string
  readonly write: Write
}

/**
 * A function that writes an object of these members in this order, leaving out the absent ones.
 *
 * It is generated, as one straight run of statements: a loop over closures cannot be inlined and reads
 * every column through one shared, slow property load. The source holds nothing but the statements
 * below, numbers, and strings that JSON.stringify wrote, so no text of a mapping can become code.
 *
 * Joining texts is what costs most, so the quotes of a text that needs no escaping are joined to its neighbours:
 * `isOpen` says that the text so far still lacks its closing quote. For a member `plan` that is read in place:
 *
 *     value = ((value = ((value = row) && value["properties"])) && value["plan"])
 *     if (typeof value === 'string' && isPlain(value)) {
 *       text += (isOpen ? "\",\"plan\":\"" : ",\"plan\":\"") + value
 *       isOpen = true
 *     } else if ((value = writeJson(value)) !== undefined) {
 *       text += (isOpen ? "\",\"plan\":" : ",\"plan\":") + value
 *       isOpen = false
 *     }
 *     if (text.length > limit) budget.refuseText()
 */
export function writeMembers(members: readonly WrittenMember[]): Write {
  const { start, rest } = joinStart(members)
  if (rest.length === 0) return fixed(`${start || '{'}}`)
  const parts = rest.map((member, index) => generateMember(member, index, start !== ''))
  const source = `'use strict'
${parts.flatMap((part) => part.declarations).join('\n')}
return (row, budget) => {
let text = ${JSON.stringify(start)}, isOpen = false, value
const limit = budget.textLimit
${parts.map((part) => part.statements).join('\n')}
return text === '' ? '{}' : text + (isOpen ? '"}' : '}')
}`
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- see above for why, and why it is safe.
  const generate = new Function('writes', 'isPlain', 'writeJson', 'writeMade', source) as Generate
  return generate(
    rest.map(({ write }) => write),
    isPlain,
    writeJson,
    writeMade,
  )
}

type Generate = (
  writes: readonly Write[],
  plain: typeof isPlain,
  json: typeof writeJson,
  made: typeof writeMade,
) => Write

/** What one member adds to the source: what it calls, and how it is written. */
interface GeneratedPart {
  readonly declarations: readonly string[]
  readonly statements: string
}

/** A text that no event can hold is noticed where it grows; a unit of it takes a byte at least. */
const CHECK = 'if (text.length > limit) budget.refuseText()'

function generateMember({ key, write }: WrittenMember, index: number, isStarted: boolean): GeneratedPart {
  const heads = { key: `${quote(key)}:`, isStarted }
  if (write.fixed !== undefined) {
    return { declarations: [], statements: `text += ${generateHead(heads, write.fixed)}; isOpen = false` }
  }
  const writeText = `{ text += ${generateHead(heads, '')} + value; isOpen = false }`
  if (write.source === undefined) {
    return {
      declarations: [`const write${index} = writes[${index}]`],
      statements: `if ((value = write${index}(row, budget)) !== undefined) ${writeText}\n${CHECK}`,
    }
  }
  const { keys, shape } = write.source
  const test = write.source.isPlain ? '' : ' && isPlain(value)'
  const toText = keys === undefined ? 'writeMade(value, budget)' : 'writeJson(value)'
  const read = keys === undefined ? `resolve${index}(row, budget)` : generateGet(keys)
  return {
    declarations: [
      ...(keys === undefined ? [`const resolve${index} = writes[${index}].source.resolve`] : []),
      ...(shape === undefined ? [] : [`const shape${index} = writes[${index}].source.shape`]),
    ],
    statements: `value = ${shape === undefined ? read : `shape${index}(${read}, row)`}
if (typeof value === 'string'${test}) { text += ${generateHead(heads, '"')} + value; isOpen = true }
else if ((value = ${toText}) !== undefined) ${writeText}
${CHECK}`,
  }
}

/**
 * What stands before a value: the quote that is still missing, the brace or comma, the key, and what opens the value.
 */
function generateHead({ key, isStarted }: { key: string; isStarted: boolean }, open: string): string {
  const next = JSON.stringify(`,${key}${open}`)
  const first = JSON.stringify(`{${key}${open}`)
  return `(isOpen ? ${JSON.stringify(`",${key}${open}`)} : ${isStarted ? next : `text === '' ? ${first} : ${next}`})`
}

/** The members at the start that are the same for every row, as text; empty when there is none. */
function joinStart(members: readonly WrittenMember[]): { start: string; rest: readonly WrittenMember[] } {
  let start = ''
  let count = 0
  for (const { key, write } of members) {
    if (write.fixed === undefined) break
    start += `${start === '' ? '{' : ','}${quote(key)}:${write.fixed}`
    count++
  }
  return { start, rest: members.slice(count) }
}
