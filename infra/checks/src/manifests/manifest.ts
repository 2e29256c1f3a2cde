/** A Kubernetes object as its file has it, as far as the checks look into it. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Labels; readonly namespace?: string }
  readonly spec?: unknown
}

export type Labels = Readonly<Record<string, string>>

/** A manifest with the file that it stands in, from the root of the repository. */
export interface PlacedManifest {
  readonly file: string
  readonly manifest: Manifest
}

export interface EnvironmentEntry {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean }
  }
}

export interface Container {
  readonly name: string
  readonly image: string
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly env?: readonly EnvironmentEntry[]
  readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[]
  readonly resources?: {
    readonly requests?: { readonly cpu?: string; readonly memory?: string }
    readonly limits?: { readonly memory?: string }
  }
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean
    readonly readOnlyRootFilesystem?: boolean
    readonly capabilities?: { readonly drop?: readonly string[] }
  }
  readonly startupProbe?: Probe
  readonly livenessProbe?: Probe
  readonly readinessProbe?: Probe
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } }
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string }
}

export interface PodSpec {
  readonly serviceAccountName?: string
  readonly automountServiceAccountToken?: boolean
  readonly terminationGracePeriodSeconds?: number
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean
    readonly runAsUser?: number
    readonly seccompProfile?: { readonly type?: string }
  }
  readonly containers: readonly Container[]
}

/** A Deployment or a Job: what makes pods. */
export interface Workload extends Manifest {
  readonly spec: {
    readonly replicas?: number
    readonly selector?: { readonly matchLabels: Labels }
    readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec }
  }
}

/** True for a manifest that makes pods. */
export function isWorkload(manifest: Manifest): manifest is Workload {
  return ['Deployment', 'Job', 'StatefulSet', 'DaemonSet', 'CronJob'].includes(manifest.kind)
}
