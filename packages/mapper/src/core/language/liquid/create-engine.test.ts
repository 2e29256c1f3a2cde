import { describe, expect, test } from '@jest/globals'
import { filters } from 'liquidjs'
import { Budget } from '../budget.ts'
import { COUNTED_FILTERS } from './counted-filters.ts'
import { createEngine } from './create-engine.ts'

const engine = createEngine()

const ROW = {
  text: 'x'.repeat(100_000),
  list: Array.from({ length: 1_000 }, (_, index) => index),
  many: 99_000_000,
  large: 9_007_199_254_740_992,
  format: `%${'0'.repeat(1_500)}\n`,
  range: '[(1..99000000)]',
}

function render(template: string): { readonly text: string; readonly spent: number } {
  const budget = new Budget()
  const text = engine.render(engine.parse(template), ROW, budget)
  return { text, spent: budget.spentUnits }
}

test('every filter of the engine is counted or switched off', () => {
  expect([...COUNTED_FILTERS.keys()]).toEqual(expect.arrayContaining(Object.keys(filters)))
})

test('what is within bounds comes out as it always did', () => {
  expect(render('{{ (1..5) | join: "-" }} {{ list | size }} {{ text | slice: 0, 3 | upcase }}').text).toBe(
    '1-2-3-4-5 1000 XXX',
  )
  expect(render('{{ (1.."x") | size }}{{ (3..1) | join }}{{ "now" | date: "%Y" | size }}').text).toBe('04')
  expect(render('{{ list | slice: 0, 2 | json: 1 }}').text).toBe('[\n 0,\n 1\n]')
})

test.each(['(1..99000000)', '(1..9000000)', '(0..10000)'])(
  'a range %s that the template spells out is no template',
  (range) => {
    expect(() => engine.parse(`{{ ${range} | size }}`)).toThrow('has a range of more than 10000 numbers')
    expect(() => engine.parse(`{% if text == "a" %}{{ list | push: ${range} }}{% endif %}`)).toThrow(
      'has a range',
    )
  },
)

test.each([
  ['a range up to a value of the row', '{{ (1..many) | size }}', 'has a range'],
  ['a range where numbers have no neighbours', '{{ (large..large) | size }}', 'has a range'],
  ['a range in a property of the row', '{{ list | where: range }}', 'has a property'],
  ['a date format of the row', '{{ "now" | date: format }}', 'has a date format'],
  ['a width in a date format', '{{ "now" | date: "%9999999d" }}', 'has a date format'],
])('%s is refused before it is made', (_, template, reason) => {
  expect(() => render(template)).toThrow(reason)
})

describe('a template that grows without end stops at the budget', () => {
  const repeat = (start: string, step: string, end: string): string => `${start}${step.repeat(25)}${end}`
  test.each([
    ['text that is appended to itself', repeat('{% assign a = text %}', '{%assign a=a|append:a%}', '{{a}}')],
    ['lists within lists', repeat('{% assign a = list %}', '{%assign a=a|push:a%}', '{{a}}')],
    ['lists within lists, as JSON', repeat('{% assign a = list %}', '{%assign a=a|push:a%}', '{{a|json}}')],
    [
      'what is captured',
      repeat('{%assign x=text%}', '{%capture x%}{{x}}{{x}}{%endcapture%}', '{{x}}').slice(0, 990),
    ],
    ['escaped text', repeat('{{ "&" | append: text', '|escape|append:text', '}}')],
    ['a list that is joined by a long text', '{{ list | join: text }}'],
    ['text that is cut to letters and filled', '{{ text | replace: "", text }}'],
  ])('%s', (_, template) => {
    const budget = new Budget()
    expect(() => engine.render(engine.parse(template), ROW, budget)).toThrow('makes too much of this row')
    expect(budget.isExhausted).toBe(true)
  })
})

test('no clock decides: a process that is paused renders as any other', () => {
  const template = engine.parse('{{ text | size }}')
  const now = performance.now.bind(performance)
  let calls = 0
  performance.now = () => now() + 10_000 * calls++
  try {
    expect(engine.render(template, ROW, new Budget())).toBe('100000')
  } finally {
    performance.now = now
  }
})
