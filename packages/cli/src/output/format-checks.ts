import type { Check } from '@sluice/shared/domain'
import { joinParts, mark, type Line, type Style } from './line.ts'
import { measureWidth } from './shorten.ts'
import { wrap } from './wrap.ts'

const STYLES: Readonly<Record<Check['status'], Style>> = { ok: 'good', warning: 'warning', failed: 'bad' }

/** Each check: how it went, what was looked at, what was seen; a long detail goes on below itself. */
export function formatChecks(checks: readonly Check[], width: number): readonly Line[] {
  const nameWidth = Math.max(0, ...checks.map(({ check }) => measureWidth(check)))
  const indent = 'warning'.length + nameWidth + 4
  return checks.flatMap(({ check, status, detail }): readonly Line[] => {
    const [first = '', ...more] = wrap(detail, Math.max(40, width - indent))
    const blank = ' '.repeat(nameWidth - measureWidth(check))
    const head = joinParts(
      mark(status, STYLES[status]),
      `${' '.repeat('warning'.length - status.length)}  ${check}${blank}  ${first}`,
    )
    return [head, ...more.map((line) => `${' '.repeat(indent)}${line}`)]
  })
}
