interface Target {
  readonly kind?: string
  readonly name?: string
}

/** What this repository uses of a kustomization; kustomize itself has no published types. */
export interface Kustomization {
  readonly apiVersion: 'kustomize.config.k8s.io/v1beta1' | 'kustomize.config.k8s.io/v1alpha1'
  readonly kind: 'Kustomization' | 'Component'
  readonly namespace?: string
  readonly resources?: readonly string[]
  readonly components?: readonly string[]
  readonly patches?: readonly { readonly path?: string; readonly patch?: string; readonly target: Target }[]
  readonly images?: readonly { readonly name: string; readonly newName?: string; readonly newTag: string }[]
  readonly replicas?: readonly { readonly name: string; readonly count: number }[]
  readonly configMapGenerator?: readonly {
    readonly name: string
    readonly behavior?: 'merge'
    readonly literals?: readonly string[]
    readonly files?: readonly string[]
    readonly options?: {
      readonly labels?: Readonly<Record<string, string>>
      readonly disableNameSuffixHash?: boolean
    }
  }[]
}
