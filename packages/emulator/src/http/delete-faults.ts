import { sendJson } from './answer.ts'
import { BadRequest } from './bad-request.ts'
import type { Exchange } from './exchange.ts'

/** DELETE /faults: removes every fault rule, or with `?id=` the one of that number; answers with those left. */
export function deleteFaults({ core, query, response }: Exchange): void {
  const id = query.get('id')
  if (id === null) core.faults.clear()
  else if (!core.faults.remove(Number(id)))
    throw new BadRequest(`id: no fault rule has the number ${JSON.stringify(id)}`)
  sendJson(response, 200, { faults: core.faults.list() })
}
