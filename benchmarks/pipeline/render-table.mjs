const NAMES = { cli: 'sluice sync', script: 'script', sink: 'sink', postgres: 'PostgreSQL', redis: 'Redis' }

/** The report as tables for people. */
export function renderReport(report) {
  const { node, cpu, cores, rows, rounds } = report
  const head = `node ${node} · ${cpu}, ${cores} cores · ${rows.toLocaleString('en-US')} rows of 12 columns · ${rounds} rounds; median (smallest – largest)`
  const parts = report.scale === undefined ? renderComparison(report) : renderScale(report.scale)
  return [head, ...parts, ''].join('\n\n')
}

function renderComparison({ sluice, script, ratio, cpuRatio, tenRows, tenOfAllRows }) {
  const sides = [
    ['sluice', sluice],
    [`script, flushAt ${script.best.flushAt}`, script.best],
    [`script, flushAt ${script.default.flushAt}`, script.default],
  ]
  const latency = (title, { cliMs, settledMs, commandMs, syncs }) => [
    title,
    renderRange(cliMs),
    renderRange(settledMs),
    renderRange(commandMs),
    String(syncs),
  ]
  return [
    renderTable(['', ...sides.map(([title]) => title)], renderSides(sides.map(([, side]) => side))),
    `ratio ${ratio} (rows/s) · cpuRatio ${cpuRatio} (CPU of all Node processes per event), against flushAt ${script.best.flushAt}`,
    renderTable(
      ['ms', 'command starts', 'sync settles', 'command in all', 'syncs'],
      [latency('a table of 10 rows', tenRows), latency('10 changed of all', tenOfAllRows)],
    ),
  ]
}

function renderScale(scale) {
  const titles = scale.map(({ mappers, senders }) => `${mappers} mappers, ${senders} senders`)
  return [renderTable(['', ...titles], renderSides(scale))]
}

function renderSides(sides) {
  const row = (title, read, digits = 0) => [
    title,
    ...sides.map((side) => {
      const value = read(side)
      return value === undefined ? '' : renderRange(value, digits)
    }),
  ]
  const listProcesses = (field) => [...new Set(sides.flatMap((side) => Object.keys(side[field])))]
  return [
    row('rows/s', (side) => side.rowsPerSecond),
    row('seconds', (side) => side.seconds, 1),
    ...listProcesses('cpuSecondsPerMillionRows').map((process) =>
      row(`CPU s/M rows: ${name(process)}`, (side) => side.cpuSecondsPerMillionRows[process], 1),
    ),
    row('CPU s/M rows: all of Node', (side) => side.nodeCpuSecondsPerMillionRows, 1),
    ...listProcesses('peakMegabytes').map((process) =>
      row(`peak MB: ${name(process)}`, (side) => side.peakMegabytes[process]),
    ),
    row('requests', (side) => side.requests),
    row('events per request', (side) => side.eventsPerRequest),
  ]
}

function name(process) {
  return NAMES[process] ?? process
}

function renderRange({ median, min, max }, digits = 0) {
  const [middle, low, high] = [median, min, max].map((number) =>
    number.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
  return low === high ? middle : `${middle} (${low} – ${high})`
}

function renderTable(titles, rows) {
  const lines = [titles, ...rows]
  const widths = titles.map((_title, column) => Math.max(...lines.map((line) => line[column].length)))
  const rule = widths.map((width) => '-'.repeat(width))
  return [titles, rule, ...rows]
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
