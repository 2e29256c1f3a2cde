import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PROGRAMS, ROOT, TEST_PROGRAMS, nameProgram } from './list-programs.mjs'

/**
 * @typedef {object} Bundle
 * @property {string} folder
 * @property {Readonly<Record<string, string>>} inputs the state of every file that decided what is in it
 */

const NAMES = Object.fromEntries(
  [...PROGRAMS, ...TEST_PROGRAMS].map((source) => [source, nameProgram(source)]),
)
const DAY_MS = 86_400_000
// A file system's clock may be a tick behind.
const TICK_MS = 50

/**
 * The programs of this checkout, each as a file to run, by the path of its source: bundled anew unless every file
 * that they were made of is what it was. What was made stays for a day, for processes that run on.
 *
 * @param {string} [cache]
 * @returns {Promise<Readonly<Record<string, string>>>}
 */
export async function openPrograms(cache = join(ROOT, 'node_modules/.cache/sluice')) {
  const last = readLast(cache)
  const { folder } = last !== null && isFresh(last) ? last : await makeBundle(cache, last)
  return Object.fromEntries(
    Object.entries(NAMES).map(([source, name]) => [join(ROOT, source), join(folder, name)]),
  )
}

/**
 * @param {string} cache
 * @returns {Bundle | null}
 */
function readLast(cache) {
  try {
    return JSON.parse(readFileSync(join(cache, 'last.json'), 'utf8'))
  } catch {
    return null
  }
}

/** @param {Bundle} bundle */
function isFresh({ folder, inputs }) {
  return existsSync(folder) && Object.entries(inputs).every(([path, state]) => readState(path) === state)
}

/**
 * Size and last change. Of a file of ours it is the change that no program can date back; of an installed one, whose
 * links come and go with other checkouts, that of its content.
 *
 * @param {string} path
 */
function readState(path) {
  const file = statSync(join(ROOT, path), { throwIfNoEntry: false })
  if (file === undefined) return 'missing'
  return `${file.size} ${path.includes('node_modules/') ? file.mtimeMs : file.ctimeMs}`
}

/**
 * Two at once make two; the one that is done last is found again.
 *
 * @param {string} cache
 * @param {Bundle | null} last
 * @returns {Promise<Bundle>}
 */
async function makeBundle(cache, last) {
  const { bundlePrograms } = await import('./bundle-programs.mjs')
  const folder = join(cache, randomUUID())
  const beganMs = Date.now()
  const made = await bundlePrograms({
    programs: NAMES,
    folder,
    locate: (source) => `'${pathToFileURL(join(ROOT, source)).href}'`,
  })
  mkdirSync(folder, { recursive: true })
  for (const { path, contents } of made.files) writeShared(path, contents, last?.folder)
  const inputs = Object.fromEntries(
    [...made.inputs, ...listManifests()].map((path) => [path, readState(path)]),
  )
  // What has changed since may have been read before or after.
  const isCertain = Object.values(inputs).every((state) => Number(state.split(' ')[1]) < beganMs - TICK_MS)
  if (isCertain) {
    writeFileSync(join(folder, 'last.json'), JSON.stringify({ folder, inputs }))
    renameSync(join(folder, 'last.json'), join(cache, 'last.json'))
  }
  for (const name of readdirSync(cache)) {
    const isOld = statSync(join(cache, name)).mtimeMs < beganMs - DAY_MS
    if (isOld && join(cache, name) !== folder) rmSync(join(cache, name), { recursive: true, force: true })
  }
  return { folder, inputs }
}

/** What decides how imports are found and read. */
function listManifests() {
  const folders = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`)
  return [
    'pnpm-lock.yaml',
    'tsconfig.base.json',
    'node_modules/.modules.yaml',
    ...[...folders, 'infra/local'].flatMap((folder) => [`${folder}/package.json`, `${folder}/tsconfig.json`]),
    ...['bundle', 'list', 'open'].map((name) => `infra/local/src/programs/${name}-programs.mjs`),
  ].filter((path) => existsSync(join(ROOT, path)))
}

/**
 * A file whose name tells its content is one with that of the bundle before.
 *
 * @param {string} path
 * @param {Uint8Array} contents
 * @param {string | undefined} lastFolder
 */
function writeShared(path, contents, lastFolder) {
  if (lastFolder !== undefined && /-[A-Z0-9]{8}\.js$/.test(path)) {
    try {
      return linkSync(join(lastFolder, basename(path)), path)
    } catch {
      // It is new, or a file system without links.
    }
  }
  writeFileSync(path, contents)
}
