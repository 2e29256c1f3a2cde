import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { build, stop } from 'esbuild'
import { ROOT } from './list-programs.mjs'

// A native module, and a program: they are loaded from where they are installed, when they are asked for.
const REQUIRED = /^(@duckdb\/node-api|esbuild)$/
const OWN_SOURCE = /\/(packages\/[^/]+|infra\/local)\/src\/.*\.(ts|tsx|mjs)$/

// What CommonJS takes for given; each file of a bundle is a module.
const BANNER = `import { createRequire as createRequire$ } from 'node:module'
const require = createRequire$(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname`

/**
 * @typedef {object} BundleRequest
 * @property {Readonly<Record<string, string>>} programs the name of what a source, given from the root, is bundled to
 * @property {string} folder where what is made will lie
 * @property {(source: string) => string} locate an expression for the URL of a source
 * @property {readonly string[]} [external] packages that are not there
 */

/**
 * Bundles programs with all that they import; what they share or load later is in files of its own, whose names
 * change with their content. Writes nothing.
 *
 * @param {BundleRequest} request
 */
export async function bundlePrograms({ programs, folder, locate, external = [] }) {
  const { outputFiles, metafile } = await build({
    entryPoints: Object.entries(programs).map(([source, name]) => ({
      in: join(ROOT, source),
      out: name.slice(0, -3),
    })),
    absWorkingDir: ROOT,
    outdir: folder,
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['@sluice/source'],
    external: ['pg-native', ...external],
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: BANNER },
    logLevel: 'silent',
    plugins: [{ name: 'places', setup: (context) => keepPlaces(context, programs, locate) }],
  })
  // Else its process stays as long as this one.
  await stop()
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    const blind = imports.find(
      (to) => to.kind === 'dynamic-import' && metafile.inputs[to.path]?.format === 'cjs',
    )
    if (blind !== undefined && OWN_SOURCE.test(join(ROOT, path)))
      throw new Error(
        `${path} imports ${blind.path} when it is needed, and would find nothing but a default export`,
      )
  }
  // What stands in no file has a colon: `required:esbuild`.
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes(':'))
  return { files: outputFiles, inputs }
}

/**
 * A module goes on taking itself to be where its source is, since it finds files and packages from there.
 *
 * @param {import('esbuild').PluginBuild} context
 * @param {BundleRequest['programs']} programs
 * @param {BundleRequest['locate']} locate
 */
function keepPlaces(context, programs, locate) {
  context.onLoad({ filter: OWN_SOURCE }, async ({ path }) => {
    const text = await readFile(path, 'utf8')
    if (text.search(PLACE) === -1) return undefined
    const loader = path.endsWith('.tsx') ? 'tsx' : 'ts'
    return { loader, contents: placeModule(text, relative(ROOT, path), programs, locate) }
  })
  context.onResolve({ filter: REQUIRED }, ({ path, importer }) => ({
    path,
    namespace: 'required',
    pluginData: locate(relative(ROOT, importer)),
  }))
  context.onLoad({ filter: /.*/, namespace: 'required' }, ({ path, pluginData }) => ({
    contents: `module.exports = require('node:module').createRequire(${pluginData})('${path}')`,
  }))
}

const PLACE =
  /createRequire\(import\.meta\.url\)\('(?<bundled>[^']+)'\)|new URL\(\s*import\.meta\.url\.endsWith\('\.ts'\) \? '(?<program>[^']+)' : '[^']+',\s*import\.meta\.url,?\s*\)|import\('(?<installed>@duckdb\/node-api|esbuild)'\)|import\.meta\.(?<word>url|dirname|resolve)/g

/**
 * The text of a source as it stands in a bundle: what it requires by name is bundled, a program that it starts lies
 * beside it, and all else is found from where the source is.
 *
 * @param {string} text
 * @param {string} source
 * @param {BundleRequest['programs']} programs
 * @param {BundleRequest['locate']} locate
 */
export function placeModule(text, source, programs, locate) {
  return text.replaceAll(PLACE, (...match) => {
    const { bundled, program, installed, word } = /** @type {Record<string, string | undefined>} */ (
      match.at(-1)
    )
    if (bundled !== undefined) return `require('${bundled}')`
    if (program !== undefined) {
      const started = join(dirname(source), program)
      const name = programs[started]
      if (name === undefined)
        throw new Error(`${source} starts ${started}, which is no program of list-programs.mjs`)
      return `new URL('${name}', import.meta.url)`
    }
    const url = locate(source)
    if (word === 'url') return url
    // An import would find nothing but a default export.
    if (installed !== undefined)
      return `(async () => require('node:module').createRequire(${url})('${installed}'))()`
    if (word === 'resolve') return `require('node:module').createRequire(${url}).resolve`
    return `require('node:path').dirname(require('node:url').fileURLToPath(${url}))`
  })
}
