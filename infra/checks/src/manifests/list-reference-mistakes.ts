import { isWorkload, type Labels, type Manifest, type PlacedManifest, type Workload } from './manifest.ts'

interface Selecting {
  readonly selector?: Labels & { readonly matchLabels?: Labels }
  readonly podSelector?: { readonly matchLabels?: Labels }
  readonly ports?: readonly { readonly targetPort?: string }[]
  readonly ingress?: readonly { readonly ports?: readonly { readonly port?: string | number }[] }[]
  readonly scaleTargetRef?: { readonly name?: string; readonly kind?: string }
  readonly podMetricsEndpoints?: readonly { readonly port?: string }[]
}

/**
 * What one of these manifests says of another and is not so: labels that select nobody, ports and
 * names that nobody has, a workload without its service account, network policy or disruption budget.
 */
export function listReferenceMistakes(manifests: readonly PlacedManifest[]): readonly string[] {
  const workloads = manifests.map(({ manifest }) => manifest).filter(isWorkload)
  return [
    ...manifests.flatMap(({ file, manifest }) =>
      checkManifest(manifest, workloads).map(
        (mistake) => `${file} ${manifest.kind} ${manifest.metadata.name}: ${mistake}`,
      ),
    ),
    ...listMissing(manifests, workloads),
  ]
}

function checkManifest(manifest: Manifest, workloads: readonly Workload[]): readonly string[] {
  if (isWorkload(manifest)) return checkWorkload(manifest)
  const spec = (manifest.spec ?? {}) as Selecting
  switch (manifest.kind) {
    case 'Service': {
      const chosen = select(workloads, spec.selector)
      return [
        ...checkChosen(chosen),
        ...checkPorts(chosen, spec.ports?.map(({ targetPort }) => targetPort) ?? []),
      ]
    }
    case 'PodDisruptionBudget':
      return checkChosen(select(workloads, spec.selector?.matchLabels))
    case 'PodMonitor': {
      const chosen = select(workloads, spec.selector?.matchLabels)
      return [
        ...checkChosen(chosen),
        ...checkPorts(chosen, spec.podMetricsEndpoints?.map(({ port }) => port) ?? []),
      ]
    }
    case 'NetworkPolicy': {
      const chosen = select(workloads, spec.podSelector?.matchLabels)
      const ports = spec.ingress?.flatMap((rule) => rule.ports?.map(({ port }) => port) ?? []) ?? []
      return [...checkChosen(chosen), ...checkPorts(chosen, ports)]
    }
    case 'ScaledObject':
    case 'HorizontalPodAutoscaler': {
      const target = workloads.find(({ metadata }) => metadata.name === spec.scaleTargetRef?.name)
      if (target === undefined) return [`there is no ${spec.scaleTargetRef?.name} to scale`]
      return target.metadata.name === manifest.metadata.name ? [] : ['it is not named after what it scales']
    }
    default:
      return []
  }
}

function checkWorkload({ spec, metadata }: Workload): readonly string[] {
  const labels = spec.template.metadata.labels
  return [
    ...(spec.selector === undefined || matches(spec.selector.matchLabels, labels)
      ? []
      : ['its selector does not match its pods']),
    ...(metadata.labels !== undefined && matches(metadata.labels, labels)
      ? []
      : ['its pods do not carry its labels']),
  ]
}

/** What each workload of Sluice's own needs beside it. */
function listMissing(
  manifests: readonly PlacedManifest[],
  workloads: readonly Workload[],
): readonly string[] {
  const own = workloads.filter(({ metadata }) => metadata.name.startsWith('sluice-'))
  return own.flatMap((workload) => {
    const labels = workload.spec.template.metadata.labels
    const account = workload.spec.template.spec.serviceAccountName
    const ofKind = (kind: string): readonly Selecting[] =>
      manifests
        .filter(({ manifest }) => manifest.kind === kind)
        .map(({ manifest }) => manifest.spec as Selecting)
    const hasAccount = manifests.some(
      ({ manifest }) => manifest.kind === 'ServiceAccount' && manifest.metadata.name === account,
    )
    const component = labels['app.kubernetes.io/component']
    const hasPolicy = ofKind('NetworkPolicy').some(
      ({ podSelector }) =>
        podSelector?.matchLabels?.['app.kubernetes.io/component'] === component &&
        matches(podSelector?.matchLabels ?? {}, labels),
    )
    const hasBudget = ofKind('PodDisruptionBudget').some(({ selector }) =>
      matches(selector?.matchLabels ?? {}, labels),
    )
    return [
      ...(hasAccount ? [] : ['has no service account']),
      ...(hasPolicy ? [] : ['has no network policy of its own']),
      ...(hasBudget || workload.kind === 'Job' ? [] : ['has no disruption budget']),
    ].map((mistake) => `${workload.metadata.name} ${mistake}`)
  })
}

function select(workloads: readonly Workload[], selector: Labels | undefined): readonly Workload[] {
  return workloads.filter(({ spec }) => matches(selector ?? {}, spec.template.metadata.labels))
}

function checkChosen(chosen: readonly Workload[]): readonly string[] {
  return chosen.length > 0 ? [] : ['it selects no pod']
}

function checkPorts(
  chosen: readonly Workload[],
  ports: readonly (string | number | undefined)[],
): readonly string[] {
  const known = chosen.flatMap(({ spec }) =>
    spec.template.spec.containers.flatMap((container) => container.ports?.map(({ name }) => name) ?? []),
  )
  return ports.flatMap((port) => (known.includes(String(port)) ? [] : [`its pods have no port ${port}`]))
}

function matches(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value)
}
