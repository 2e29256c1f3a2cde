/** The first and last year of a timestamp that can be meant; others are typing errors or other units. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2199

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const DATE_LENGTH = 10

/** What may follow the date: a time to the minute, second or fraction, and a zone. */
const TIME = /^T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?(?:Z|[+-][01]\d(?::?[0-5]\d)?)?$/

/** True for an ISO-8601 date or date and time of the calendar, from 1900 to 2199. */
export function isTimestamp(text: string): boolean {
  if (!isDate(text)) return false
  return text.length === DATE_LENGTH || isInstant(text) || TIME.test(text.slice(DATE_LENGTH))
}

function isDate(text: string): boolean {
  if (text.length < DATE_LENGTH || text[4] !== '-' || text[7] !== '-') return false
  const year = readDigits(text, 0) * 100 + readDigits(text, 2)
  const month = readDigits(text, 5)
  const day = readDigits(text, 8)
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return false
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (DAYS_IN_MONTH[month - 1] ?? 0)
}

/** The form in which Sluice itself writes an instant, `…T12:34:56.789Z`, told without a regular expression. */
function isInstant(text: string): boolean {
  return (
    text.length === 24 &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text[19] === '.' &&
    text[23] === 'Z' &&
    isBetween(readDigits(text, 11), 0, 23) &&
    isBetween(readDigits(text, 14), 0, 59) &&
    isBetween(readDigits(text, 17), 0, 59) &&
    isBetween(readDigits(text, 20), 0, 99) &&
    isBetween(readDigits(text, 21), 0, 99)
  )
}

function isBetween(number: number, least: number, most: number): boolean {
  return number >= least && number <= most
}

/** The number that two digits make; far below any for what is no digit. */
function readDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - ZERO
  const ones = text.charCodeAt(index + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NO_DIGITS
}

const ZERO = 0x30
const NO_DIGITS = -1_000_000
