import { describe, expect, test } from '@jest/globals'
import { FAULT_TYPES } from './fault-rule.ts'
import { FaultRuleError, parseFaultRules } from './parse-fault-rules.ts'

describe('parseFaultRules', () => {
  test.each(Object.keys(FAULT_TYPES))('%s is a fault', (type) => {
    const rule = { action: { type, ...(type.startsWith('status') ? { status: 503 } : {}), delayMs: 5 } }
    expect(parseFaultRules(rule)).toEqual([rule])
  })

  test('a rule with every part is taken as it is', () => {
    const rule = {
      match: {
        region: 'eu-west-1',
        writeKey: ['a', 'b'],
        call: 'batch',
        messageId: 'm',
        eventName: 'e',
        userId: ['u'],
        bodyIncludes: 'x',
      },
      action: { type: 'status', status: 429, retryAfter: 2, rateLimitReset: 3, delayMs: 1 },
      times: 3,
      probability: 0.5,
      seed: 7,
    }
    expect(parseFaultRules([rule])).toEqual([rule])
  })

  test.each([
    ['text', 'rule: expected an object, got "text"'],
    [[{}], '[0].action: required'],
    [
      [{ action: { type: 'hang' } }, { action: 5 }],
      '[1].action.type: expected one of status, statusAfterAccept, ',
    ],
    [{ action: { type: 'explode' } }, 'hangAfterAccept, delay, slowBody, got "explode"'],
    [{ action: { type: 'toString' } }, 'rule.action.type: expected one of'],
    [{ action: { type: 'status' } }, 'rule.action.status: required'],
    [
      { action: { type: 'status', status: 100 } },
      'rule.action.status: expected an integer from 200 to 599, got 100',
    ],
    [
      { action: { type: 'status', status: 429, retryAfter: -1 } },
      'rule.action.retryAfter: expected a number from 0',
    ],
    [
      { action: { type: 'status', status: 429, retryAfter: 'a\nb' } },
      'rule.action.retryAfter: expected a number from 0',
    ],
    [{ action: { type: 'hang', status: 500 } }, 'rule.action.status: unknown, expected one of type, delayMs'],
    [{ action: { type: 'delay' } }, 'rule.action.delayMs: required'],
    [{ action: { type: 'hang' }, times: 0 }, 'rule.times: expected an integer from 1'],
    [{ action: { type: 'hang' }, probability: 2 }, 'rule.probability: expected a number from 0 to 1, got 2'],
    [{ action: { type: 'hang' }, seed: 1.5 }, 'rule.seed: expected an integer from 0'],
    [
      { action: { type: 'hang' }, match: { region: 'mars' } },
      'rule.match.region: expected of us-west-2, eu-west-1 one',
    ],
    [
      { action: { type: 'hang' }, match: { writeKey: [] } },
      'rule.match.writeKey: expected a text or a list of texts',
    ],
    [
      { action: { type: 'hang' }, match: { userId: [5] } },
      'rule.match.userId: expected a text or a list of texts',
    ],
    [
      { action: { type: 'hang' }, match: { user: 'x' } },
      'rule.match.user: unknown, expected one of region, writeKey',
    ],
    [{ action: { type: 'hang' }, when: 1 }, 'rule.when: unknown, expected one of match, action, times'],
  ])('%j is a mistake that is named with its place', (value, message) => {
    expect(() => parseFaultRules(value)).toThrow(FaultRuleError)
    expect(() => parseFaultRules(value)).toThrow(message)
  })
})
