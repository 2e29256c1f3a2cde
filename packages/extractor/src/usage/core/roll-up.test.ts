import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { rollUp } from './roll-up.ts'

const sum = (one: number, other: number): number => one + other

test('points become minutes and hours, in which each subject stands once', () => {
  const at = (time: string): Date => new Date(`2026-11-27T${time}Z`)
  const points = [
    { kind: 'delivered', subject: 'a', at: at('12:00:00.000'), value: 1 },
    { kind: 'delivered', subject: 'a', at: at('12:00:59.999'), value: 2 },
    { kind: 'delivered', subject: 'a', at: at('12:59:59.999'), value: 4 },
    { kind: 'delivered', subject: 'b', at: at('13:00:00.000'), value: 8 },
    { kind: 'dead', subject: 'b', at: at('13:00:00.000'), value: 0 },
  ]
  const found = rollUp(points, sum).map(
    ({ subject, step, at: begin, value }) =>
      `${subject} ${step} ${begin.toISOString().slice(11, 16)} ${value}`,
  )
  expect(found.toSorted()).toEqual([
    'a hour 12:00 7',
    'a minute 12:00 3',
    'a minute 12:59 4',
    'b hour 13:00 8',
    'b minute 13:00 8',
  ])
})

test('minutes and hours each hold as much as the points, in however many parts those come', () => {
  const point = fc.record({
    kind: fc.constantFrom('delivered', 'dead'),
    subject: fc.constantFrom('a', 'b'),
    at: fc.date({ min: new Date(0), max: new Date(4 * 3_600_000), noInvalidDate: true }),
    value: fc.integer({ min: 0, max: 1_000 }),
  })
  const total = (values: readonly { readonly value: number }[]): number =>
    values.reduce((all, { value }) => all + value, 0)
  fc.assert(
    fc.property(fc.array(point), fc.array(point), (one, other) => {
      for (const step of ['minute', 'hour']) {
        const of = (points: typeof one): number =>
          total(rollUp(points, sum).filter((each) => each.step === step))
        expect(of([...one, ...other])).toBe(total(one) + total(other))
        expect(of(one) + of(other)).toBe(of([...one, ...other]))
      }
    }),
  )
})
