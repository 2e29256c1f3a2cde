import type { ConfigBox } from '@sluice/shared/secrets'
import { listConfigVersions, type ConfigVersion, type Manager, type Queryable } from '@sluice/shared/store'
import type { Config } from '@sluice/shared/domain'
import { readCurrentConfig } from './read-current-config.ts'

/** The config that a plan is made of, with the version of everything in it. */
export interface Basis {
  readonly current: Config
  /** By name, such as `mapping/customers-identify`. */
  readonly versions: ReadonlyMap<string, ConfigVersion>
  /** The only mapping that is in it, or null where all are: no other can be in the way of one. */
  readonly mapping: string | null
}

/**
 * Reads the config outside of any lock. What changes meanwhile makes its versions those of before, and so is noticed
 * under the lock.
 */
export async function readBasis(
  db: Queryable,
  createBox: (versions: Basis['versions']) => ConfigBox,
  mapping: string | null = null,
): Promise<Basis> {
  const versions = await readVersions(db, mapping)
  return { versions, current: await readCurrentConfig(db, createBox(versions), mapping), mapping }
}

/** True while nobody has changed anything of a basis since it was read. */
export async function isStill(db: Queryable, { versions, mapping }: Basis): Promise<boolean> {
  const now = await readVersions(db, mapping)
  return now.size === versions.size && [...now].every(([name, { tag }]) => versions.get(name)?.tag === tag)
}

/** Who keeps what, by name. */
export function listManagers({ versions }: Basis): ReadonlyMap<string, Manager> {
  return new Map([...versions].map(([name, { managedBy }]) => [name, managedBy]))
}

async function readVersions(db: Queryable, mapping: string | null): Promise<Basis['versions']> {
  const versions = await listConfigVersions(db, mapping)
  return new Map(versions.map((version) => [`${version.kind}/${version.id}`, version]))
}
