import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { listTypeMistakes, type TypedDocument } from '../typing/list-type-mistakes.ts'
import { findModel } from './find-model.ts'
import type { PlacedManifest } from './manifest.ts'
import { readKustomizations, readManifests } from './read-manifests.ts'

const KUSTOMIZATION = fileURLToPath(new URL('../typing/kustomization.ts', import.meta.url))

const toTypedDocument = ({ file, manifest }: PlacedManifest): TypedDocument => ({
  name: `${file} ${manifest.metadata.name}`,
  document: manifest,
  ...findModel(manifest),
})

describe('the manifests', () => {
  test('have no field that Kubernetes does not know, and no value that it does not allow', () => {
    expect(readManifests().length).toBeGreaterThan(20)
    expect(listTypeMistakes(readManifests().map(toTypedDocument))).toEqual([])
  })

  test('a field that Kubernetes does not know would be found', () => {
    const manifest = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: {
        selector: {},
        template: { spec: { containers: [{ name: 'a', readynessProbe: {} }] } },
        replicas: '2',
      },
    }
    expect(listTypeMistakes([toTypedDocument({ file: 'a.yaml', manifest })])).toEqual([
      expect.stringMatching(/^a\.yaml a: .*readynessProbe.* does not exist/),
      expect.stringMatching(/^a\.yaml a: Type 'string' is not assignable to type 'number'/),
    ])
  })

  test('hold against the schemas of their kinds', async () => {
    for (const { file, manifest } of readManifests()) {
      const { module, className } = findModel(manifest)
      const models = (await import(module)) as Record<
        string,
        new (data: unknown) => { validate(): void } | undefined
      >
      const Class = models[className]
      expect([file, typeof Class]).toEqual([file, 'function'])
      expect(() => new (Class as NonNullable<typeof Class>)(manifest)?.validate()).not.toThrow()
    }
  })

  test('are put together by kustomizations without a field of their own invention', () => {
    const documents = readKustomizations().map(({ file, kustomization }) => ({
      name: file,
      document: kustomization,
      module: KUSTOMIZATION.replace(/\.ts$/, '.js'),
      type: 'Kustomization',
    }))
    expect(documents.length).toBeGreaterThan(8)
    expect(listTypeMistakes(documents)).toEqual([])
  })
})
