/** The report as a table for people. */
export function renderTable({ rounds, first, again, memory }) {
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
    ...(memory === undefined ? [] : renderMemory(memory)),
  ].join('\n')
}

function renderMemory({ count, visits, renewals }) {
  const cell = ({ before, after }, field) => `${before[field]} → ${after[field]}`
  const row = (name, field) =>
    `${name.padEnd(24)}${cell(visits, field).padStart(16)}${cell(renewals, field).padStart(16)}`
  return [
    `The page of a sync that runs: what is held before and after ${count} of each`,
    '',
    `${''.padEnd(24)}${'visits'.padStart(16)}${'renewals'.padStart(16)}`,
    row('heap of the console, MB', 'serverMb'),
    row('heap of the tab, MB', 'tabMb'),
    row('nodes of the tab', 'nodes'),
    row('listeners of the tab', 'listeners'),
    '',
  ]
}
