import { compileMapping, createMessageIdFactory } from '../../packages/mapper/dist/core/index.js'
import { createRowEvent } from '../../packages/shared/dist/domain/index.js'
import { readText } from './read-text.mjs'
import { INSTALLATION_ID, MAPPINGS, STAGED_AT } from './workload.mjs'

/** The messageIds of this workload, made as the mapper makes them. */
export function createMessageId() {
  return createMessageIdFactory({ installationId: INSTALLATION_ID, mappingId: 'benchmark', epoch: 1 })
}

/**
 * All that the mapper does for one delta of a chunk, as it is built for production: messageId, row event,
 * compiled mapping, checks, serialised event.
 */
export function createSluiceSide(deltas) {
  const createId = createMessageId()
  const lines = deltas.map((delta) => JSON.stringify(delta))
  const mappings = Object.fromEntries(
    Object.entries(MAPPINGS).map(([name, config]) => [name, compile(name, config)]),
  )

  const mapOne = (mapping, delta) => {
    const result = mapping.map(createRowEvent(delta, createId(delta), STAGED_AT))
    if (result.outcome !== 'event') throw new Error(`sluice gave no event: ${JSON.stringify(result)}`)
    return result.json
  }

  return {
    mapOne: async (name, index) => mapOne(mappings[name], deltas[index]),

    /** One pass over all rows, already parsed; the characters written. */
    async pass(name) {
      const mapping = mappings[name]
      let written = 0
      for (const delta of deltas) written += readText(mapOne(mapping, delta))
      return written
    },

    /** The same with each delta parsed from JSON first. */
    async passWithParse(name) {
      const mapping = mappings[name]
      let written = 0
      for (const line of lines) written += readText(mapOne(mapping, JSON.parse(line)))
      return written
    },
  }
}

function compile(name, config) {
  const compiled = compileMapping(config, { library: { name: 'sluice', version: '0.0.0' } })
  if (!compiled.ok) throw new Error(`sluice did not compile ${name}: ${JSON.stringify(compiled)}`)
  return compiled.mapping
}
