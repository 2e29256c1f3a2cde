/** The report as a table for people. */
export function renderTable({ rounds, first, again }) {
  const row = (name, field) => [
    name,
    ...[first[field], again[field]].map(({ median, min, max }) => `${median} (${min}–${max})`),
  ]
  const rows = [
    ['ms, median (min–max)', 'first visit', 'again'],
    row('first paint', 'paintMs'),
    row('interactive', 'interactiveMs'),
    row('event of a row', 'eventMs'),
  ]
  return [
    `The mapping editor on loopback, ${rounds} rounds`,
    '',
    ...rows.map(([name, ...cells]) =>
      [name.padEnd(20), ...cells.map((cell) => cell.padStart(18))].join('  '),
    ),
    '',
  ].join('\n')
}
