import { refuseChangedItem } from '@sluice/operations/config/refuse-changed-item'
import { RequestError } from './problem.ts'
import type { ApiDeps, Route } from './route.ts'

/**
 * The version that was seen, of a route that wants to know: fails with 428 `precondition_needed` where none is told,
 * and with 412 `changed_meanwhile` where it is another by now.
 */
export async function refuseChanged(
  { guards }: Route,
  { db }: ApiDeps,
  params: unknown,
  header: string | undefined,
): Promise<string> {
  if (guards === undefined) return ''
  if (header === undefined)
    throw new RequestError(
      428,
      'precondition_needed',
      'say which version was seen: send its ETag as If-Match',
    )
  const told = [...header.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)
  return refuseChangedItem({ db }, { ...guards(params), seen: header.trim() === '*' ? null : told })
}
