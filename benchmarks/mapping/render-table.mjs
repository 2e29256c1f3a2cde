const COLUMNS = [
  ['case', 26, 'left'],
  ['side', 8, 'left'],
  ['rows/s median', 14, 'right'],
  ['min', 10, 'right'],
  ['max', 10, 'right'],
  ['CPU µs/row', 11, 'right'],
  ['ratio', 7, 'right'],
]

/** The report as a table for people. */
export function renderTable(report) {
  const lines = [
    `node ${report.node} · ${report.cpu} · ${report.repetitions} repetitions a side over ${report.rows} rows of 12 columns`,
    '',
    renderRow(COLUMNS.map(([title]) => title)),
    renderRow(COLUMNS.map(([, width]) => '-'.repeat(width))),
  ]
  for (const [name, summary] of Object.entries(report.cases)) {
    lines.push(...renderCase(name, summary))
    lines.push(...renderCase(`${name}, row parsed first`, summary.withParse))
  }
  const ratio =
    report.ratio === null ? [] : [`ratio ${report.ratio} (the smaller of the cases, rows already parsed)`, '']
  return [...lines, '', ...ratio].join('\n')
}

function renderCase(title, summary) {
  const sides = ['segment', 'sluice'].filter((side) => summary[side] !== null)
  return sides.map((side) => {
    const { rowsPerSecond, cpuMicrosecondsPerRow } = summary[side]
    return renderRow([
      side === sides[0] ? title : '',
      side,
      ...[rowsPerSecond.median, rowsPerSecond.min, rowsPerSecond.max].map((n) => n.toLocaleString('en-US')),
      cpuMicrosecondsPerRow.median.toFixed(2),
      summary.ratio !== null && side === 'sluice' ? `${summary.ratio.toFixed(1)}x` : '',
    ])
  })
}

function renderRow(cells) {
  return cells
    .map((cell, index) => {
      const [, width, side] = COLUMNS[index]
      return side === 'left' ? cell.padEnd(width) : cell.padStart(width)
    })
    .join('  ')
    .trimEnd()
}
