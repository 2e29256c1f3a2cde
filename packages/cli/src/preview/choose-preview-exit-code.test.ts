import { expect, test } from '@jest/globals'
import { choosePreviewExitCode } from './choose-preview-exit-code.ts'

test.each([
  [[], 0],
  [['event', 'skipped'], 0],
  [['skipped'], 0],
  [['event', 'invalid'], 3],
  [['invalid', 'invalid'], 1],
  [['invalid', 'skipped'], 1],
] as const)('a preview of rows that are %j ends with %i', (outcomes, code) => {
  expect(choosePreviewExitCode(outcomes.map((outcome) => ({ outcome })))).toBe(code)
})
