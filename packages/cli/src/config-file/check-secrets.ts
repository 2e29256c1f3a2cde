import { namesVariable } from './interpolate.ts'
import type { Report } from './mistake.ts'
import { isRecord, readAt } from './parse-item.ts'

const SECRETS = [
  { section: 'sources', keys: ['connection'], example: '"${WAREHOUSE_URL}"' },
  { section: 'sources', keys: ['ssl', 'key'], example: '"${WAREHOUSE_KEY}"' },
  { section: 'destinations', keys: ['write_key'], example: '"${SEGMENT_WRITE_KEY}"' },
] as const

/** Refuses secrets that stand in the file itself instead of in the environment; never quotes one. */
export function checkSecrets(written: unknown, report: Report): void {
  if (!isRecord(written)) return
  for (const { section, keys, example } of SECRETS) {
    const items = written[section]
    if (!Array.isArray(items)) continue
    items.forEach((item: unknown, index) => {
      const secret = readAt(item, keys)
      if (secret === undefined || secret === null || (typeof secret === 'string' && namesVariable(secret)))
        return
      report(
        [section, index, ...keys],
        `is a secret and must come from the environment: write ${example} and set that variable`,
      )
    })
  }
}
