/** The report as a table for people. */
export function renderTable({ rounds, events, cases, ratio }) {
  const rows = [
    ['other key', 'ms median', 'min', 'max', 'CPU ms', 'ratio'],
    ...cases.map(({ case: name, ms, cpuMs, ratio: own }) => [
      name,
      ms.median,
      ms.min,
      ms.max,
      cpuMs.median,
      `${own}x`,
    ]),
  ]
  return [
    `${events.toLocaleString('en-US')} events of one write key while another meets this, ${rounds} rounds`,
    '',
    ...rows.map(([name, ...numbers]) =>
      [name.padEnd(9), ...numbers.map((number) => `${number}`.padStart(9))].join('  '),
    ),
    '',
    `ratio ${ratio} (the largest)`,
    '',
  ].join('\n')
}
