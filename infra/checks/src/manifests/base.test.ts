import { describe, expect, test } from '@jest/globals'
import { listEnvironmentMistakes } from '../environment/list-environment-mistakes.ts'
import { WORKER_NAMES } from '../environment/worker-parts.ts'
import { listPodMistakes } from './list-pod-mistakes.ts'
import { listReferenceMistakes } from './list-reference-mistakes.ts'
import { isWorkload, type Container, type PlacedManifest } from './manifest.ts'
import { readContainerEnvironment } from './read-container-environment.ts'
import { readKustomizations, readManifests } from './read-manifests.ts'

const ALL = readManifests()
const BASE = ALL.filter(({ file }) => /^infra\/(k8s\/(base|components)|monitoring)\//.test(file))

const findContainer = (manifests: readonly PlacedManifest[], name: string): Container => {
  const found = manifests.map(({ manifest }) => manifest).find(({ metadata }) => metadata.name === name)
  const [container] = found !== undefined && isWorkload(found) ? found.spec.template.spec.containers : []
  if (container === undefined) throw new Error(`there is no workload ${name}`)
  return container
}

/** What the generated ConfigMap gives every worker. */
const COMMON = Object.fromEntries(
  readKustomizations()
    .filter(({ file }) => file === 'infra/k8s/base/kustomization.yaml')
    .flatMap(({ kustomization }) => kustomization.configMapGenerator ?? [])
    .flatMap(({ literals = [] }) => literals)
    .map((literal) => literal.split(/=(.*)/s).slice(0, 2)),
) as Readonly<Record<string, string>>

describe('the manifests', () => {
  test('every pod is restricted, says what it needs, and has no secret in clear', () => {
    expect(listPodMistakes(ALL)).toEqual([])
  })

  test('labels, selectors, ports and names agree across files', () => {
    expect(listReferenceMistakes(BASE)).toEqual([])
  })

  test.each(WORKER_NAMES)(
    'the %s is given every variable that its code asks for, and no other key',
    (worker) => {
      const container = findContainer(BASE, `sluice-${worker}`)
      expect(container.envFrom).toEqual([{ configMapRef: { name: 'sluice' } }])
      expect(listEnvironmentMistakes(worker, readContainerEnvironment(container, COMMON))).toEqual([])
    },
  )

  test.each(WORKER_NAMES)('the %s serves its probes and metrics where its manifest says', (worker) => {
    const { ports = [], env = [] } = findContainer(BASE, `sluice-${worker}`)
    const portOf = (name: string): number | undefined =>
      ports.find((port) => port.name === name)?.containerPort
    expect(String(portOf('metrics'))).toBe(COMMON['SLUICE_HTTP_PORT'])
    expect(portOf('console')?.toString()).toBe(env.find(({ name }) => name === 'SLUICE_CONSOLE_PORT')?.value)
  })

  test('the migration is given the control database and nothing else', () => {
    const { env = [], args } = findContainer(BASE, 'sluice-migrate') as Container & { args: unknown }
    expect(env.map(({ name }) => name)).toEqual(['DATABASE_URL'])
    expect(args).toEqual(['migrate'])
  })

  test('a mistake would be found', () => {
    const broken = (change: (text: string) => string): readonly PlacedManifest[] =>
      BASE.map(({ file, manifest }) => ({
        file,
        manifest: JSON.parse(change(JSON.stringify(manifest))) as typeof manifest,
      }))
    expect(listPodMistakes(broken((text) => text.replace('"runAsNonRoot":true,', '')))).not.toEqual([])
    expect(
      listReferenceMistakes(broken((text) => text.replaceAll('"name":"metrics"', '"name":"http"'))),
    ).toContainEqual(expect.stringContaining('its pods have no port metrics'))
    expect(
      listReferenceMistakes(BASE.filter(({ manifest }) => manifest.kind !== 'NetworkPolicy')),
    ).toContainEqual(expect.stringContaining('has no network policy'))
  })
})
