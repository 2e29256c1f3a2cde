const SIDES = {
  bare: 'select count(md5(m::text))',
  stage: 'stage, 1 % changed',
  copy: 'create table as, primary key',
  firstSync: 'first stage and commit',
}

/** The report as a table for people. */
export function renderTable(report) {
  const { cpu, cores, loadAverage, server, rounds, cases, growth } = report
  const { given, ...settings } = server
  const lines = [
    `${cpu}, ${cores} cores · load average ${loadAverage} · ${rounds} rounds · ${given ? 'given server' : 'private server, default settings'}`,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}`)
      .join(' · '),
    '',
    row('rows', 'side', 'ms median', 'min', 'max', 'ratio'),
    row('-'.repeat(9), '-'.repeat(28), '-'.repeat(9), '-'.repeat(6), '-'.repeat(6), '-'.repeat(5)),
  ]
  for (const { rows, ms, stageRatio, firstSyncRatio } of cases) {
    const ratios = { stage: `${stageRatio}x`, firstSync: `${firstSyncRatio}x` }
    for (const [side, title] of Object.entries(SIDES))
      lines.push(
        row(
          rows.toLocaleString('en-US'),
          title,
          ms[side].median,
          ms[side].min,
          ms[side].max,
          ratios[side] ?? '',
        ),
      )
  }
  const { plan, rows, added, updated, deleted } = cases.at(-1)
  lines.push(
    '',
    `ten times the rows take ${Object.entries(growth)
      .map(([side, times]) => `${times}x (${SIDES[side]})`)
      .join(', ')}`,
    '',
    `the stage of ${rows.toLocaleString('en-US')} rows (${added} added, ${updated} updated, ${deleted} deleted), ${plan.ms} ms under explain analyze:`,
    '  own ms      rows  processes  blocks read  temporary  node',
    ...plan.nodes.map(
      ({ node, selfMs, rows: count, processes, readBlocks, temporaryBlocks, batches, memoryKb }) =>
        `  ${cell(selfMs, 6)}  ${cell(count, 8)}  ${cell(processes, 9)}  ${cell(readBlocks, 11)}  ${cell(temporaryBlocks, 9)}  ${node}` +
        (batches === undefined ? '' : ` (${batches} batch${batches === 1 ? '' : 'es'}, ${memoryKb} kB)`),
    ),
    '',
    `ratio ${report.ratio} (stage / bare pass), first sync ${report.firstSyncRatio} (stage and commit / copy)`,
    '',
  )
  return lines.join('\n')
}

function row(rows, side, ...numbers) {
  const widths = [9, 6, 6, 5]
  return [rows.padStart(9), side.padEnd(28), ...numbers.map((number, index) => cell(number, widths[index]))]
    .join('  ')
    .trimEnd()
}

function cell(value, width) {
  return String(value).padStart(width)
}
