import { createRequire } from 'node:module'
import { readText } from './read-text.mjs'
import { MAPPINGS } from './workload.mjs'

const require = createRequire(import.meta.url)
const { Destination } = require('@segment/actions-core')
const { default: segment } = require('@segment/action-destinations/dist/destinations/segment/index.js')

const SETTINGS = { source_write_key: 'benchmark' }

/**
 * Segment's own code for one record, called as its `onEvent` calls it once a subscription has matched:
 * transform, removal of empty values, ajv, perform, awaited; then the event as JSON.
 */
export function createSegmentSide(rowEvents) {
  const destination = new Destination(segment)
  const lines = rowEvents.map((event) => JSON.stringify(event))

  const mapOne = async (name, event) => {
    const { action, fields: mapping } = MAPPINGS[name]
    const results = await destination.executeAction(action, { event, mapping, settings: SETTINGS })
    return JSON.stringify(results.at(-1).data.batch[0])
  }

  return {
    mapOne: (name, index) => mapOne(name, rowEvents[index]),

    /** One pass over all rows, already parsed; the characters written. */
    async pass(name) {
      let written = 0
      for (const event of rowEvents) written += readText(await mapOne(name, event))
      return written
    },

    /** The same with each row event parsed from JSON first. */
    async passWithParse(name) {
      let written = 0
      for (const line of lines) written += readText(await mapOne(name, JSON.parse(line)))
      return written
    },
  }
}
