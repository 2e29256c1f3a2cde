/** Median, smallest and largest of some numbers, to so many decimal places. */
export function summariseNumbers(numbers, digits) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
  return { median: round(median, digits), min: round(sorted[0], digits), max: round(sorted.at(-1), digits) }
}

/** A number to so many decimal places. */
export function round(number, digits) {
  return Number(number.toFixed(digits))
}
