import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../folders.ts'

/** The root of the repository, as a path. */
export const ROOT_PATH = fileURLToPath(ROOT)

const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', '.local', '.turbo', 'coverage'])

/** Paths, from the root, of every markdown page of the repository. */
export function listPages(folder = ROOT_PATH): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listPages(path)
    return entry.name.endsWith('.md') ? [relative(ROOT_PATH, path)] : []
  })
}

/** A markdown page without its blocks of code and its comments, in which nothing is a link. */
export function readPage(path: string): string {
  return readFileSync(join(ROOT_PATH, path), 'utf8')
    .replaceAll(/^```.*?^```/gms, '')
    .replaceAll(/<!--.*?-->/gs, '')
}

/** The anchors of a page's headings, as GitHub makes them. */
export function listAnchors(page: string): readonly string[] {
  const seen = new Map<string, number>()
  return [...page.matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) => {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = plain.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  })
}

/** The relative links of a page: where each leads, as a path from the root, and to which heading. */
export function listLinks(path: string): readonly { target: string; place: string; anchor?: string }[] {
  const targets = [...readPage(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#')
      const place = file === '' ? path : relative(ROOT_PATH, resolve(ROOT_PATH, dirname(path), file))
      return { target, place, ...(anchor === undefined ? {} : { anchor }) }
    })
}

/** Relative links of a page that lead to no file or no heading. */
export function listBrokenLinks(path: string): readonly string[] {
  return listLinks(path)
    .filter(({ place, anchor }) => {
      if (!existsSync(join(ROOT_PATH, place))) return true
      return anchor !== undefined && place.endsWith('.md') && !listAnchors(readPage(place)).includes(anchor)
    })
    .map(({ target }) => target)
}
