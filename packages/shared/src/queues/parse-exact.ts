// A number that a double may not hold, where JSON may have one: many digits, or an exponent. Text rarely looks like
// it. One that is the whole text is told apart, so that the search begins at few characters.
const SUSPICIOUS_WITHIN = /[:,[\s]-?\d(?:[\d.]{15}|[\d.]*[eE])/
const SUSPICIOUS_ALONE = /^-?\d(?:[\d.]{15}|[\d.]*[eE])/

const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs

// A double is written with as many digits at most.
const DOUBLE_LIMIT_DIGITS = 17

/**
 * The value of a JSON text, no number of it rounded: one that a double does not keep is
 * text, at any depth, as the scalar columns of a row are. Throws what JSON.parse throws.
 * It takes time in the length of the text alone, and nests as deeply as the text does.
 */
export function parseExact(text: string): unknown {
  const isSuspicious = SUSPICIOUS_WITHIN.test(text) || SUSPICIOUS_ALONE.test(text)
  return JSON.parse(isSuspicious ? text.replace(TEXT_OR_NUMBER, quoteInexact) : text)
}

function quoteInexact(token: string): string {
  return token.startsWith('"') || isExact(token) ? token : `"${token}"`
}

/** True for a number that JavaScript writes with the value that it was read with. */
function isExact(token: string): boolean {
  const number = Number(token)
  if (!Number.isFinite(number)) return false
  const value = normalise(token)
  if (normalise(String(number)) === value) return true
  // A column of doubles may be written with a digit more than JavaScript writes; it is
  // the same double, digit for digit.
  const { digits } = readDigits(token)
  const isWrittenAsDouble = /e/i.test(token) && digits.length <= DOUBLE_LIMIT_DIGITS && digits.length > 0
  return isWrittenAsDouble && normalise(number.toPrecision(digits.length)) === value
}

/** One text for one decimal value: its digits without zeros around them, and where they stand. */
function normalise(token: string): string {
  const { sign, digits, exponent } = readDigits(token)
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${exponent + digits.length - significant.length}`
}

function readDigits(token: string): {
  readonly sign: string
  readonly digits: string
  readonly exponent: number
} {
  const sign = token.startsWith('-') ? '-' : ''
  const [mantissa = '', exponent = '0'] = token.slice(sign.length).toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return {
    sign,
    digits: `${whole}${fraction}`.replace(/^0+/, ''),
    exponent: Number(exponent) - fraction.length,
  }
}
