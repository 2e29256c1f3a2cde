/**
 * An ISO-8601 date, alone or with a time to the minute, second or fraction, and that with a zone or without. The years
 * are those that can be meant: others are typing errors or other units.
 */
const ISO_8601 =
  /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?(?:Z|[+-][01]\d(?::?[0-5]\d)?)?)?$/

/** True for an ISO-8601 date or date and time of the calendar, from 1900 to 2199. */
export function isTimestamp(text: string): boolean {
  return ISO_8601.test(text) && (text.slice(8, 10) < '29' || isInMonth(text))
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True when the month of that year has such a day. */
function isInMonth(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 2 && isLeapYear ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0))
}
