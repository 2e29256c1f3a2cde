import type { Manifest } from './manifest.ts'

/** Where the published type of a kind of object is; the class of the same name checks values too. */
export interface Model {
  readonly module: string
  readonly type: string
  readonly className: string
}

const PACKAGES: readonly (readonly [group: string, name: string])[] = [
  ['keda.sh', '@kubernetes-models/keda'],
  ['monitoring.coreos.com', '@kubernetes-models/prometheus-operator'],
]

/** The model of a manifest, by its version and kind. */
export function findModel({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): Model {
  const [group = ''] = apiVersion.split('/')
  const [, name = 'kubernetes-models'] = PACKAGES.find(([of]) => of === group) ?? []
  return { module: `${name}/${apiVersion}/${kind}`, type: `I${kind}`, className: kind }
}
