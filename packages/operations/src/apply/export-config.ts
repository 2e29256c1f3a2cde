import { listManagers, readBasis } from '@sluice/config'
import { writeConfig, type WrittenConfig } from '@sluice/config/yaml'
import type { SecretBox } from '@sluice/shared/secrets'
import type { DatabaseDeps } from '../deps.ts'

/** The config as the file that would make it, with names of variables in place of its secrets. */
export async function exportConfig({
  db,
  secrets,
}: DatabaseDeps & { readonly secrets: SecretBox }): Promise<WrittenConfig> {
  const basis = await readBasis(db, () => secrets)
  return writeConfig(basis.current, listManagers(basis))
}
