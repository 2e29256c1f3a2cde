import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { KEY_VARIABLES, SECRET_PURPOSES } from '@sluice/shared/secrets'
import { WORKER_NAMES, WORKER_PARTS } from '../environment/worker-parts.ts'
import { ROOT } from '../folders.ts'
import { isWorkload } from './manifest.ts'
import { readManifests } from './read-manifests.ts'

const PAGE = readFileSync(new URL('docs/deploy.md', ROOT), 'utf8')

test('docs/deploy.md says which worker is given which key', () => {
  const documented = new Map(
    [...PAGE.matchAll(/^\| `(SLUICE_\w+_KEY)` \|[^|]*\| ([\w, ]+) \|$/gm)].map(
      ([, name = '', workers = '']) => [name, workers.split(', ')] as const,
    ),
  )
  for (const purpose of SECRET_PURPOSES) {
    const workers = documented.get(KEY_VARIABLES[purpose])
    const given = WORKER_NAMES.filter((worker) =>
      (WORKER_PARTS[worker].secrets as readonly string[]).includes(purpose),
    )
    expect([purpose, workers]).toEqual([purpose, given])
  }
})

test('docs/deploy.md names every Secret that the base reads', () => {
  const read = readManifests()
    .filter(({ file }) => file.startsWith('infra/k8s/base/'))
    .map(({ manifest }) => manifest)
    .filter(isWorkload)
    .flatMap(({ spec }) => spec.template.spec.containers.flatMap(({ env = [] }) => env))
    .flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? [])
  const documented = [...PAGE.matchAll(/^\| `(sluice-[\w-]+)` \|/gm)].map(([, name]) => name)
  expect(new Set(documented)).toEqual(new Set(read))
})
