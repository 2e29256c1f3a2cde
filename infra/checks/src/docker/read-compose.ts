import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { INFRA } from '../folders.ts'

/** A service of the compose file, as far as the checks look into it. */
export interface ComposeService {
  readonly image: string
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string }
  readonly environment?: Readonly<Record<string, string | number>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>> | readonly string[]
  readonly healthcheck?: object
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly networks?: readonly string[]
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly stop_grace_period?: string
}

export interface Compose {
  readonly name: string
  readonly services: Readonly<Record<string, ComposeService>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>
}

/** The text of a file in infra/docker. */
export function readDockerFile(name: string): string {
  return readFileSync(new URL(`docker/${name}`, INFRA), 'utf8')
}

/** The compose file, its anchors merged. */
export function readCompose(): Compose {
  return parse(readDockerFile('compose.yaml'), { merge: true }) as Compose
}
