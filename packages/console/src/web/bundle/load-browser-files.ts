import { fileURLToPath } from 'node:url'
import { createBrowserFiles, type BrowserFiles } from './browser-files.ts'
import { bundle, type Bundle } from './bundle.ts'
import { readBundle } from './written-bundle.ts'

/** Where a build leaves what images carry: below `dist`. */
export const WRITTEN_BUNDLE = fileURLToPath(new URL('../../browser', import.meta.url))

/**
 * What browsers load: bundled now where there is a bundler, as in a checkout, whose sources may have changed since
 * anything was written; else as it was written by the build.
 */
export async function loadBrowserFiles(): Promise<BrowserFiles> {
  const { paths, files } = await loadBundle()
  return createBrowserFiles(paths, files)
}

async function loadBundle(): Promise<Bundle> {
  try {
    import.meta.resolve('esbuild')
  } catch {
    return readBundle(WRITTEN_BUNDLE)
  }
  return bundle()
}
