import { readdir } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserFile } from './browser-files.ts'

/** What is made for the browser: the path of each name, and the files. */
export interface Bundle {
  readonly paths: Readonly<Record<string, string>>
  readonly files: readonly BrowserFile[]
}

const ENTRIES = fileURLToPath(new URL('../browser', import.meta.url))
const STYLE = fileURLToPath(new URL('../../../src/web/style/style.css', import.meta.url))
const IS_ENTRY = /^(.+)\.entry\.(?:tsx?|js)$/

/**
 * Bundles every `browser/<name>.entry.tsx` to `<name>.js`, and the styles to `style.css`: from the sources, or
 * from what they were built to. What two of them share, and what one loads later, are files of their own.
 */
export async function bundle(): Promise<Bundle> {
  const { build } = await import('esbuild')
  const scripts = (await readdir(ENTRIES)).filter((file) => IS_ENTRY.test(file))
  const outdir = ENTRIES
  const { outputFiles, metafile } = await build({
    entryPoints: [
      ...scripts.map((file) => ({ in: join(ENTRIES, file), out: IS_ENTRY.exec(file)?.[1] ?? file })),
      { in: STYLE, out: 'style' },
    ],
    outdir,
    absWorkingDir: outdir,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    conditions: ['@sluice/source'],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    write: false,
  })
  const paths = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]): [string, string][] => {
    if (entryPoint === undefined) return []
    const source = basename(entryPoint)
    const name = IS_ENTRY.exec(source)?.[1]
    // A chunk that is loaded later has an entry point, too.
    if (name === undefined && source !== basename(STYLE)) return []
    return [[name === undefined ? source : `${name}.js`, basename(path)]]
  })
  return {
    paths: Object.fromEntries(paths),
    files: outputFiles.map(({ path, contents }) => ({ path: relative(outdir, path), body: contents })),
  }
}
