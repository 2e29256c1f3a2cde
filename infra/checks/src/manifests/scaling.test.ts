import { expect, test } from '@jest/globals'
import { listQueryMistakes } from '../monitoring/list-query-mistakes.ts'
import { readKnownMetrics } from '../monitoring/known-metrics.ts'
import { readManifests } from './read-manifests.ts'

interface ScaledObjectSpec {
  readonly minReplicaCount: number
  readonly triggers: readonly { readonly metricType: string; readonly metadata: { readonly query: string } }[]
}

const SCALED = new Map(
  readManifests()
    .filter(({ manifest }) => manifest.kind === 'ScaledObject')
    .map(({ manifest }) => [manifest.metadata.name, manifest.spec as ScaledObjectSpec]),
)

test('what scales asks for metrics and labels that there are', async () => {
  const known = await readKnownMetrics()
  const mistakes = [...SCALED].flatMap(([name, { triggers }]) =>
    triggers.flatMap(({ metadata }) =>
      listQueryMistakes(metadata.query, known).map((mistake) => `${name}: ${mistake}`),
    ),
  )
  expect(mistakes).toEqual([])
})

test('mappers and senders may go to none, by what is told without them; an extractor always runs', () => {
  expect([...SCALED].map(([name, { minReplicaCount }]) => [name, minReplicaCount])).toEqual([
    ['sluice-extractor', 1],
    ['sluice-mapper', 0],
    ['sluice-sender', 0],
  ])
  for (const [name, { triggers }] of SCALED) {
    for (const { metricType, metadata } of triggers) {
      // KEDA falls back to a number of replicas for averages only.
      expect([name, metricType]).toEqual([name, 'AverageValue'])
      expect(metadata.query).toContain(
        `queue="${name === 'sluice-mapper' ? 'map' : name === 'sluice-sender' ? 'send' : 'extract'}"`,
      )
    }
  }
})

test('a chunk that is deferred keeps a worker, which alone can take it up again', () => {
  for (const name of ['sluice-mapper', 'sluice-sender']) {
    expect(
      SCALED.get(name)
        ?.triggers.map(({ metadata }) => metadata.query)
        .join(' '),
    ).toContain('state="delayed"')
  }
})
