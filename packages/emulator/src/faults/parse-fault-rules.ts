import { CALLS } from '../call.ts'
import { isRecord } from '../ingest/is-record.ts'
import { REGIONS } from '../region.ts'
import { FAULT_TYPES, type FaultRule } from './fault-rule.ts'

/** A fault rule that makes no sense; the message names the place in it. */
export class FaultRuleError extends Error {
  override readonly name = 'FaultRuleError'
}

type Check = (value: unknown, place: string) => void

const RULE_FIELDS: Readonly<Record<string, Check>> = {
  match: checkMatch,
  action: checkAction,
  times: integerBetween(1, Number.MAX_SAFE_INTEGER),
  probability: numberBetween(0, 1),
  seed: integerBetween(0, 2 ** 32 - 1),
}

const MATCH_FIELDS: Readonly<Record<string, Check>> = {
  region: oneOf(REGIONS),
  writeKey: oneOf(null),
  call: oneOf(CALLS),
  messageId: oneOf(null),
  eventName: oneOf(null),
  userId: oneOf(null),
  bodyIncludes: oneOf(null),
}

const WAIT_FIELDS: Readonly<Record<string, Check>> = {
  type: () => undefined,
  delayMs: numberBetween(0, 3_600_000),
}

const STATUS_FIELDS: Readonly<Record<string, Check>> = {
  ...WAIT_FIELDS,
  status: integerBetween(200, 599),
  body: checkText,
  retryAfter: checkRetryAfter,
  rateLimitReset: numberBetween(0, Number.MAX_SAFE_INTEGER),
}

/** One fault rule, or a list of them, from JSON; throws a FaultRuleError at the first mistake. */
export function parseFaultRules(value: unknown): readonly FaultRule[] {
  const rules: readonly unknown[] = Array.isArray(value) ? value : [value]
  for (const [index, rule] of rules.entries()) {
    const place = Array.isArray(value) ? `[${index}]` : 'rule'
    checkFields(rule, place, RULE_FIELDS, ['action'])
  }
  return rules as readonly FaultRule[]
}

function checkMatch(value: unknown, place: string): void {
  checkFields(value, place, MATCH_FIELDS, [])
}

function checkAction(value: unknown, place: string): void {
  const type = isRecord(value) ? value['type'] : undefined
  if (typeof type !== 'string' || !Object.hasOwn(FAULT_TYPES, type)) {
    throw wrong(`${place}.type`, `one of ${Object.keys(FAULT_TYPES).join(', ')}`, type)
  }
  if (type === 'status' || type === 'statusAfterAccept')
    return checkFields(value, place, STATUS_FIELDS, ['status'])
  checkFields(value, place, WAIT_FIELDS, type === 'delay' || type === 'slowBody' ? ['delayMs'] : [])
}

function checkFields(
  value: unknown,
  place: string,
  fields: Readonly<Record<string, Check>>,
  required: readonly string[],
): void {
  if (!isRecord(value)) throw wrong(place, 'an object', value)
  const missing = required.find((name) => value[name] === undefined)
  if (missing !== undefined) throw new FaultRuleError(`${place}.${missing}: required`)
  for (const [name, part] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (check === undefined) {
      throw new FaultRuleError(`${place}.${name}: unknown, expected one of ${Object.keys(fields).join(', ')}`)
    }
    check(part, `${place}.${name}`)
  }
}

function checkText(value: unknown, place: string): void {
  if (typeof value !== 'string') throw wrong(place, 'a text', value)
}

function checkRetryAfter(value: unknown, place: string): void {
  if (typeof value !== 'string' || !/^[\x20-\x7e]*$/.test(value))
    numberBetween(0, Number.MAX_SAFE_INTEGER)(value, place)
}

function numberBetween(least: number, most: number): Check {
  return (value, place) => {
    if (typeof value === 'number' && value >= least && value <= most) return
    throw wrong(place, `a number from ${least} to ${most}`, value)
  }
}

function integerBetween(least: number, most: number): Check {
  return (value, place) => {
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return
    throw wrong(place, `an integer from ${least} to ${most}`, value)
  }
}

/** A text or a non-empty list of texts, each one of those allowed (null allows any but the empty one). */
function oneOf(allowed: readonly string[] | null): Check {
  const isFit = (value: unknown): boolean =>
    typeof value === 'string' && (allowed === null ? value !== '' : allowed.includes(value))
  const expected = allowed === null ? 'a text or a list of texts' : `of ${allowed.join(', ')} one or a list`
  return (value, place) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (values.length === 0 || !values.every(isFit)) throw wrong(place, expected, value)
  }
}

function wrong(place: string, expected: string, value: unknown): FaultRuleError {
  return new FaultRuleError(`${place}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`)
}
