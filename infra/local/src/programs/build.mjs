import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePrograms } from './bundle-programs.mjs'
import { PROGRAMS, ROOT, nameProgram } from './list-programs.mjs'

// `node build.mjs mapper`, a step of the build of packages/mapper: leaves in its `dist/bundle` what its image runs, as
// `bin.js` and what that starts. Files and packages that are not bundled are found where they are deployed.
const [name = ''] = process.argv.slice(2)
const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'))
const folder = join(ROOT, 'packages', name, 'dist/bundle')

/** @param {string} source */
function locate(source) {
  const [, owner = '', file = ''] = /^(?:packages|infra)\/([^/]+)\/(.*)$/.exec(source) ?? []
  if (owner !== name && !(`@sluice/${owner}` in dependencies))
    throw new Error(
      `packages/${name} does not depend on @sluice/${owner}, and would not find what ${source} asks for`,
    )
  const root = owner === name ? '../..' : `../../node_modules/@sluice/${owner}`
  const built = file.replace(/^src\/(.*)\.tsx?$/, 'dist/$1.js')
  return `require('node:url').pathToFileURL(require('node:path').join(require('node:fs').realpathSync(require('node:path').join(__dirname, '${root}')), '${built}')).href`
}

const started = PROGRAMS.filter((source) => {
  const [, owner] = source.split('/')
  return owner === name || (!source.endsWith('/src/bin.ts') && `@sluice/${owner}` in dependencies)
})
const { files } = await bundlePrograms({
  programs: Object.fromEntries(
    started.map((source) => [source, nameProgram(source).replace(`${name}-`, '')]),
  ),
  folder,
  locate,
  // A checkout has it, for the demo; no image does.
  external: ['@sluice/local'],
})
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const { path, contents } of files) writeFileSync(path, contents)
