/** The first and last year of a timestamp that can be meant; others are typing errors or other units. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2199

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const DATE_LENGTH = 10

/** What may follow the date: a time to the minute, second or fraction, and a zone. */
const TIME = /^T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?(?:Z|[+-][01]\d(?::?[0-5]\d)?)?$/

/** True for an ISO-8601 date or date and time of the calendar, from 1900 to 2199. */
export function isTimestamp(text: string): boolean {
  return (
    isDate(text) && (text.length === DATE_LENGTH || isInstant(text) || TIME.test(text.slice(DATE_LENGTH)))
  )
}

function isDate(text: string): boolean {
  if (text.length < DATE_LENGTH || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false
  const year = readDigits(text, 0) * 100 + readDigits(text, 2)
  const month = readDigits(text, 5)
  const day = readDigits(text, 8)
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1)) return false
  if (month === 2 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (DAYS_IN_MONTH[month - 1] ?? 0)
}

/** The form that Sluice itself writes, `…T12:34:56Z` or `…T12:34:56.789Z`, told without a regular expression. */
function isInstant(text: string): boolean {
  const last = text.length - 1
  return (
    (last === 19 ||
      (last === 23 && text.charCodeAt(19) === 0x2e && readDigits(text, 20) * readDigits(text, 21) >= 0)) &&
    text.charCodeAt(last) === 0x5a &&
    text.charCodeAt(10) === 0x54 &&
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a &&
    readDigits(text, 11) < 24 &&
    readDigits(text, 14) < 60 &&
    readDigits(text, 17) < 60
  )
}

/** The number that two digits make, NaN for anything else. */
function readDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 0x30
  const ones = text.charCodeAt(index + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
