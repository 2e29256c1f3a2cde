import { readFile, writeFile } from 'node:fs/promises'
import { parse, stringify } from 'yaml'
import { INFRA } from '../folders.ts'

// Kustomize cannot put one file into another, so the operator's copy of the rules is written.
const folder = new URL('monitoring/', INFRA)
const { groups } = parse(await readFile(new URL('alerts.yaml', folder), 'utf8')) as { groups: unknown }
const rule = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'sluice', labels: { 'app.kubernetes.io/name': 'sluice' } },
  spec: { groups },
}
await writeFile(
  new URL('prometheus-rule.yaml', folder),
  `# Written from alerts.yaml by \`pnpm -s infra:generate\`.\n${stringify(rule, { lineWidth: 0 })}`,
)
