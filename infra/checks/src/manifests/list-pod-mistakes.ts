import { EXIT_DEADLINE_MS } from '@sluice/shared/runtime'
import type { Container, PlacedManifest, PodSpec } from './manifest.ts'
import { isWorkload } from './manifest.ts'

/**
 * What in the pods of these manifests the `restricted` standard, or this repository's own rules, would not let pass.
 */
export function listPodMistakes(manifests: readonly PlacedManifest[]): readonly string[] {
  return manifests.flatMap(({ file, manifest }) => {
    if (!isWorkload(manifest)) return []
    const { spec } = manifest.spec.template
    return [
      ...checkPod(spec),
      ...spec.containers.flatMap((container) => checkContainer(container)),
      ...(manifest.kind === 'Deployment' ? checkService(manifest.metadata.name, spec) : []),
    ].map((mistake) => `${file} ${manifest.kind} ${manifest.metadata.name}: ${mistake}`)
  })
}

function checkPod({ automountServiceAccountToken, securityContext }: PodSpec): readonly string[] {
  return keepFalse({
    'a token of the Kubernetes API is mounted': automountServiceAccountToken === false,
    'it may run as root': securityContext?.runAsNonRoot === true && (securityContext.runAsUser ?? 0) > 0,
    'it has no seccomp profile': securityContext?.seccompProfile?.type === 'RuntimeDefault',
  })
}

function checkContainer({ securityContext, resources, env = [] }: Container): readonly string[] {
  return [
    ...keepFalse({
      'it may gain privileges': securityContext?.allowPrivilegeEscalation === false,
      'its file system is writable': securityContext?.readOnlyRootFilesystem === true,
      'it keeps capabilities': securityContext?.capabilities?.drop?.includes('ALL') === true,
      'it asks for no CPU': resources?.requests?.cpu !== undefined,
      'it asks for no memory': resources?.requests?.memory !== undefined,
      'its memory has no limit': resources?.limits?.memory !== undefined,
    }),
    ...env
      .filter(
        ({ name, value }) =>
          /KEY|PASSWORD|SECRET|TOKEN|(DATABASE|REDIS)_URL/.test(name) && value !== undefined,
      )
      .map(({ name }) => `${name} stands in clear`),
  ]
}

/**
 * The probes are of a health server, and the grace is longer than the exit takes.
 * Servers for trying out have their own.
 */
function checkService(
  name: string,
  { terminationGracePeriodSeconds = 30, containers }: PodSpec,
): readonly string[] {
  if (!name.startsWith('sluice-')) return []
  const [container] = containers
  const waitSeconds = container?.lifecycle?.preStop?.sleep?.seconds ?? 0
  const probe = (path: string, given: Container['livenessProbe']): boolean =>
    given?.httpGet?.path === path && given.httpGet.port === 'metrics'
  return keepFalse({
    'its startup probe is not /livez': probe('/livez', container?.startupProbe),
    'its liveness probe is not /livez': probe('/livez', container?.livenessProbe),
    'its readiness probe is not /readyz': probe('/readyz', container?.readinessProbe),
    'it is killed before it has handed back its work':
      terminationGracePeriodSeconds * 1_000 > EXIT_DEADLINE_MS + waitSeconds * 1_000,
  })
}

/** The names of the claims that do not hold. */
function keepFalse(claims: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(claims).flatMap(([mistake, holds]) => (holds ? [] : [mistake]))
}
