import { FaultRuleError, parseFaultRules } from '../faults/parse-fault-rules.ts'
import { BODY_LIMIT_BYTES } from '../limits.ts'
import { sendJson } from './answer.ts'
import { BadRequest } from './bad-request.ts'
import type { Exchange } from './exchange.ts'
import { readBody } from './read-body.ts'

/**
 * POST /faults: puts one rule or a list of rules behind those in force, all or none,
 * and answers with them and their numbers.
 */
export async function postFaults({ core, request, response }: Exchange): Promise<void> {
  const { body } = await readBody(request, BODY_LIMIT_BYTES)
  sendJson(response, 200, { faults: core.faults.add(readRules(body)) })
}

function readRules(body: Buffer | null): ReturnType<typeof parseFaultRules> {
  try {
    return parseFaultRules(JSON.parse(body?.toString('utf8') ?? ''))
  } catch (error) {
    if (error instanceof FaultRuleError) throw new BadRequest(error.message, { cause: error })
    throw new BadRequest('the body is not JSON: send a fault rule or a list of them', { cause: error })
  }
}
