import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Json } from '@sluice/shared/domain'
import { parseFieldText, writeFieldText } from './field-text.ts'
import { parseObjectText, writeObjectText } from './object-text.ts'

const readField = (text: string): unknown => {
  const said = parseFieldText(text)
  return said.ok ? said.value : said.message
}
const readObject = (text: string): unknown => {
  const said = parseObjectText(text)
  return said.ok ? said.value : said.message
}

/** What a mapping may hold, directives among it; as JSON says it, which knows no -0. */
const VALUES = fc
  .oneof(
    fc.jsonValue(),
    fc.string().map((text) => ({ '@path': `$.properties.${text}` })),
    fc.string().map((text) => ({ '@template': `{{${text}}} ${text}` })),
    fc.constantFrom('{{a}}', '{{', '$.', '"', ' a', 'a\nb', '007', '1e3', 'true', 'a: b', '{"a":1}'),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)

describe('the line of a field', () => {
  test.each<[string, unknown]>([
    ['', undefined],
    ['  ', undefined],
    ['$.properties.email', { '@path': '$.properties.email' }],
    ['Order Completed', 'Order Completed'],
    ['{{properties.first}} {{properties.last}}', { '@template': '{{properties.first}} {{properties.last}}' }],
    ['Hi {{properties.name}}', { '@template': 'Hi {{properties.name}}' }],
    ['{"@case":{"operator":"lower","value":"A"}}', { '@case': { operator: 'lower', value: 'A' } }],
    ['"$.properties.email"', '$.properties.email'],
    ['42', 42],
    ['-1.5', -1.5],
    ['true', true],
    ['null', null],
    ['007', '007'],
    ['1e3', '1e3'],
    ['12345678901234567890', '12345678901234567890'],
    ['{ not json', 'is not JSON: put text that begins with {, [ or " in double quotes'],
  ])('%j means %j', (text, value) => expect(readField(text)).toEqual(value))

  test('says any value in one line, which means the value again', () =>
    fc.assert(
      fc.property(VALUES, (value) => {
        const text = writeFieldText(value)
        expect(text).not.toMatch(/[\n\r]/)
        expect(JSON.stringify(readField(text))).toBe(JSON.stringify(value))
      }),
    ))

  test('takes any text, or says what is wrong with it', () =>
    fc.assert(fc.property(fc.string(), (text) => expect(parseFieldText(text)).toHaveProperty('ok'))))
})

describe('the text of an object', () => {
  test.each<[string, unknown]>([
    ['', undefined],
    ['email: $.properties.email\nplan: free', { email: { '@path': '$.properties.email' }, plan: 'free' }],
    ['url: https://example.com', { url: 'https://example.com' }],
    ['"a: b": 1', { 'a: b': 1 }],
    ['$.properties', { '@path': '$.properties' }],
    ['{"@merge":{"objects":[],"direction":"left"}}', { '@merge': { objects: [], direction: 'left' } }],
    ['email', 'needs a key, a colon and a value in each line: email: $.properties.email'],
    [': x', 'needs a key, a colon and a value in each line: email: $.properties.email'],
    ['email:', 'email has no value'],
    ['email: {', 'email is not JSON: put text that begins with {, [ or " in double quotes'],
    ['email: a\nemail: b', 'email stands there twice'],
  ])('%j means %j', (text, value) => expect(readObject(text)).toEqual(value))

  test('says any object in lines that mean it again, in the same order', () =>
    fc.assert(
      fc.property(fc.oneof(VALUES, fc.dictionary(fc.string(), VALUES)), (said) => {
        const value = JSON.parse(JSON.stringify(said)) as Json
        expect(JSON.stringify(readObject(writeObjectText(value)))).toBe(JSON.stringify(value))
      }),
    ))
})
