/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { describe, expect, test } from '@jest/globals'
import type { Json } from '@sluice/shared/domain'
import { compileMapping } from './compile-mapping.ts'
import { ROW_EVENT, SUPPLEMENT } from './testing/compile.ts'

describe('compiling', () => {
  test('tells every mistake at once, each with its place', () => {
    const result = compileMapping(
      {
        action: 'sendNothing' as 'sendTrack',
        filter: 'type = ',
        fields: {
          user_id: { '@path': 5 },
          traits: {
            a: { '@nope': 1 },
            b: { '@case': { operator: 1, value: 2 } },
            c: { '@path': '$.a', other: 1 },
            d: { '@merge': { objects: [{ x: { '@Path': 'y' } }, 'text'], direction: 'up' } },
            e: { '@replace': { pattern: '12345678901' } },
          },
        },
      },
      SUPPLEMENT,
    )
    expect(result.ok ? [] : result.mistakes.map(({ path }) => path.join('.'))).toEqual([
      'action',
      'fields.user_id.@path',
      'fields.traits.a.@nope',
      'fields.traits.b.@case.operator',
      'fields.traits.b.@case.value',
      'fields.traits.c',
      'fields.traits.d.@merge.direction',
      'fields.traits.d.@merge.objects.0.x.@Path',
      'fields.traits.d.@merge.objects.1',
      'fields.traits.e.@replace.pattern',
      'fields.traits.e.@replace',
    ])
  })

  test('refuses a filter that cannot be read', () => {
    const result = compileMapping({ action: 'sendIdentify', fields: {}, filter: 'type = "track' }, SUPPLEMENT)
    expect(result).toMatchObject({ ok: false, mistakes: [{ path: ['filter'] }] })
  })

  test('warns of what is legal and fails or does nothing', () => {
    const result = compileMapping(
      {
        action: 'sendIdentify',
        filter: "type = 'track'",
        fields: {
          user_id: 'u',
          traits: {
            list: [{ '@nope': 1 }, { '@path': '$.a', k: 1 }],
            text: { '@liquid': '{% for %}' },
            name: { '@case': { operator: 'title', value: { '@path': '$.a' } } },
            json: { '@json': { mode: 'ENCODE', value: { '@path': '$.a' } } },
            both: { '@merge': { direction: 'LEFT', objects: [{ '@path': '$.a' }] } },
          },
        },
      },
      SUPPLEMENT,
    )
    expect(result.ok ? result.warnings.map(({ path }) => path.join('.')) : result.mistakes).toEqual([
      'fields.traits.list.0.@nope',
      'fields.traits.list.1',
      'fields.traits.text.@liquid',
      'fields.traits.name.@case.operator',
      'fields.traits.json.@json.mode',
      'fields.traits.both.@merge.direction',
      'filter',
    ])
  })

  test('answers a filter whose path has 30,000 names with a mistake, in its place', () => {
    const filter = `properties${'.a'.repeat(30_000)} = "x"`
    expect(compileMapping({ action: 'sendIdentify', fields: {}, filter }, SUPPLEMENT)).toEqual({
      ok: false,
      mistakes: [
        { path: ['filter'], message: 'has a path of 30000 names, "a.a.a.a.a.a.a.a.a.a.…"; it may have 1000' },
      ],
    })
  })

  test('reads a path of any length, as nothing when no row has it', () => {
    const names = '.a'.repeat(30_000)
    for (const traits of [{ a: { '@path': `$${names}` } }, { '@template': `{{properties${names}}}` }]) {
      const compiled = compileMapping(
        { action: 'sendIdentify', fields: { user_id: 'u', page: { title: traits } } },
        SUPPLEMENT,
      )
      expect(compiled.ok && compiled.mapping.map(ROW_EVENT).outcome).not.toBe(false)
    }
  })

  test.each([300, 10_000])('answers directives and objects that are nested %i deep', (levels) => {
    const wraps: readonly ((inner: Json) => Json)[] = [
      (inner) => ({ '@literal': inner }),
      (inner) => ({ '@json': { mode: 'encode', value: inner } }),
      (inner) => ({ '@if': { exists: inner, then: 1 } }),
      (inner) => ({ in: inner }),
      (inner) => [inner],
    ]
    for (const wrap of wraps) {
      let value: Json = { '@path': '$.a' }
      for (let level = 0; level < levels; level++) value = wrap(value)
      const { ok } = compileMapping(
        { action: 'sendIdentify', fields: { user_id: 'u', traits: { value } } },
        SUPPLEMENT,
      )
      expect(ok).toBe(levels === 300)
    }
  })

  test('answers a mapping that is nested too deeply, or is no JSON, with a mistake', () => {
    let deep: Json = 'bottom'
    for (let depth = 0; depth < 100_000; depth++) deep = { in: deep }
    for (const traits of [deep, 5n as unknown as Json]) {
      expect(compileMapping({ action: 'sendIdentify', fields: { traits } }, SUPPLEMENT)).toMatchObject({
        ok: false,
        mistakes: [{ path: ['fields'] }],
      })
    }
  })
})
