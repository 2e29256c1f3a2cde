import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A way to ask apt: with which options, and whether its package lists must be fetched before. */
export interface AptSource {
  readonly options: readonly string[]
  readonly needsUpdate: boolean
}

/**
 * The machine's package lists as they are, then fresh ones in a folder of ours: lists may be
 * missing (containers) or too old, and ours need no root and change nothing on the machine.
 */
export async function listAptSources(folder: string): Promise<AptSource[]> {
  const [state, cache] = [join(folder, 'state'), join(folder, 'cache')]
  await mkdir(join(state, 'lists', 'partial'), { recursive: true })
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true })
  // apt would hand the download to its own user, who cannot enter our folder.
  const unsandboxed = ['-o', 'APT::Sandbox::User=root']
  const own = [
    `Dir::State=${state}`,
    `Dir::State::lists=${join(state, 'lists')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${cache}`,
  ]
  return [
    { options: unsandboxed, needsUpdate: false },
    { options: [...unsandboxed, ...own.flatMap((option) => ['-o', option])], needsUpdate: true },
  ]
}
