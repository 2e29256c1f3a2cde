import { parseArgs } from 'node:util'

/**
 * Options of the command line: those of `defaults` as whole numbers of 1 or more, those of `flags` as true
 * or false, those of `choices` as one of their values, and `--json`. Throws what counts as wrong use.
 */
export function readOptions(defaults, flags = [], choices = {}) {
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(['json', ...flags].map((name) => [name, { type: 'boolean', default: false }])),
      ...Object.fromEntries(
        Object.keys({ ...defaults, ...choices }).map((name) => [name, { type: 'string' }]),
      ),
    },
  })
  const numbers = Object.entries(defaults).map(([name, fallback]) => {
    const value = values[name] === undefined ? fallback : Number(values[name])
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      refuse(`--${name} must be a whole number of 1 or more`)
    return [name, value]
  })
  for (const [name, known] of Object.entries(choices))
    if (values[name] !== undefined && !known.includes(values[name]))
      refuse(`--${name} must be one of ${known.join(', ')}`)
  return { ...values, ...Object.fromEntries(numbers) }
}

function refuse(message) {
  throw Object.assign(new Error(message), { code: 'ERR_PARSE_ARGS_VALUE' })
}
