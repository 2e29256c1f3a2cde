import { bundle } from './bundle.ts'
import { WRITTEN_BUNDLE } from './load-browser-files.ts'
import { writeBundle } from './written-bundle.ts'

// A step of the build, run from what was built: it leaves what images carry.
await writeBundle(WRITTEN_BUNDLE, await bundle())
