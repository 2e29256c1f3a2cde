import type { Kustomization } from '../typing/kustomization.ts'
import type { Manifest, PlacedManifest } from './manifest.ts'
import { readDocuments } from './read-documents.ts'

/** A kustomization with its file's path from the root of the repository. */
export interface PlacedKustomization {
  readonly file: string
  readonly kustomization: Kustomization
}

const KUSTOMIZE = 'kustomize.config.k8s.io/'

/** Every object that operators apply, as it stands in its file. */
export function readManifests(): readonly PlacedManifest[] {
  return readDocuments().flatMap(({ file, document }) =>
    isManifest(document) && !document.apiVersion.startsWith(KUSTOMIZE) ? [{ file, manifest: document }] : [],
  )
}

/** Every kustomization. */
export function readKustomizations(): readonly PlacedKustomization[] {
  return readDocuments().flatMap(({ file, document }) =>
    isManifest(document) && document.apiVersion.startsWith(KUSTOMIZE)
      ? [{ file, kustomization: document as unknown as Kustomization }]
      : [],
  )
}

/** What has a kind and a version; patches, and files of Prometheus and Grafana, have not. */
export function isManifest(document: unknown): document is Manifest {
  return (
    typeof document === 'object' &&
    document !== null &&
    'kind' in document &&
    'apiVersion' in document &&
    typeof document.apiVersion === 'string'
  )
}
