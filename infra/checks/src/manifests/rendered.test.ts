import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { INFRA } from '../folders.ts'
import { listTypeMistakes } from '../typing/list-type-mistakes.ts'
import { findModel } from './find-model.ts'
import { listPodMistakes } from './list-pod-mistakes.ts'
import { listReferenceMistakes } from './list-reference-mistakes.ts'
import type { PlacedManifest } from './manifest.ts'
import { isManifest } from './read-manifests.ts'
import { parseDocuments } from './read-documents.ts'

const OVERLAYS = ['dev', 'production', 'production-hpa'] as const

// Without kubectl the files are checked one by one (base.test.ts) and not put together.
const isHere = spawnSync('kubectl', ['kustomize', '--help']).status === 0

const render = (overlay: string): readonly PlacedManifest[] => {
  const folder = fileURLToPath(new URL(`k8s/overlays/${overlay}`, INFRA))
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', folder], {
    encoding: 'utf8',
    maxBuffer: 16_000_000,
  })
  if (status !== 0) throw new Error(stderr)
  return parseDocuments(stdout)
    .filter(isManifest)
    .map((manifest) => ({ file: overlay, manifest }))
}

const names: readonly { readonly overlay?: string; readonly title: string }[] = isHere
  ? OVERLAYS.map((overlay) => ({ overlay, title: `kubectl renders ${overlay}, and what it renders holds` }))
  : [{ title: 'SKIPPED, kubectl is not on the PATH: the overlays are not rendered' }]

test.each(names)('$title', ({ overlay }) => {
  const manifests = overlay === undefined ? [] : render(overlay)
  expect(manifests.length > 0).toBe(isHere)
  expect(listPodMistakes(manifests)).toEqual([])
  expect(listReferenceMistakes(manifests)).toEqual([])
  expect(
    listTypeMistakes(
      manifests.map(({ manifest }) => ({
        name: `${manifest.kind} ${manifest.metadata.name}`,
        document: manifest,
        ...findModel(manifest),
      })),
    ),
  ).toEqual([])
})
