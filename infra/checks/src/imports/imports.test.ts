import { beforeAll, describe, expect, test } from '@jest/globals'
import { createImportGraph, type ImportGraph } from './create-import-graph.ts'
import { findCircles } from './find-circles.ts'
import { listSpecifiers } from './list-specifiers.ts'
import { readReach } from './read-reach.ts'
import { readEntries } from './read-entries.ts'
import { readSources } from './read-sources.ts'
import { ROOMS, findRoom, type RoomName } from './rooms.ts'

const IS_PURE = /\/(core|delta|domain|errors)\//

/** Packages that compute and do nothing else. */
const HARMLESS: ReadonlySet<string> = new Set([
  '@segment/destination-subscriptions',
  '@segment/fql-ts',
  'liquidjs',
  'node:crypto',
  'node:util',
  'zod',
])

describe('the imports of the workspace, types included', () => {
  let graph: ImportGraph
  let texts: ReadonlyMap<string, string>
  beforeAll(() => {
    const sources = readSources()
    graph = createImportGraph(sources, readEntries())
    texts = new Map(sources.map(({ path, text }) => [path, text]))
  })

  test('make no circle', () => {
    expect(graph.size).toBeGreaterThan(500)
    expect(findCircles(graph)).toEqual([])
  })

  test('follow the arrows between the rooms, and never one back', () => {
    const wrong = [...graph].flatMap(([path, imports]) => {
      const room = findRoom(path)
      if (room === undefined) return []
      return imports
        .filter((target) => !mayImport(room, target))
        .map((target) => `${path} (${room}) imports ${target} (${findRoom(target) ?? 'for tests only'})`)
    })
    expect(wrong).toEqual([])
  })

  test('come to every room that is there', () => {
    const used = new Set([...graph.keys()].map(findRoom))
    expect(Object.keys(ROOMS).filter((room) => !used.has(room as RoomName))).toEqual([])
  })

  test('lead from what is pure to nothing that could read, write or wait, however far', () => {
    const pure = [...graph.keys()].filter((path) => IS_PURE.test(path) && findRoom(path) !== undefined)
    expect(pure.length).toBeGreaterThan(100)
    const impure = [...readReach(graph, pure)].flatMap((path) =>
      listSpecifiers(texts.get(path) ?? '', path.endsWith('.tsx'))
        .filter((specifier) => !/^\.|^@sluice\//.test(specifier) && !HARMLESS.has(specifier))
        .map((specifier) => `${path} imports ${specifier}`),
    )
    expect(impure).toEqual([])
  })
})

test('a worker is no library: no arrow leads to one but from the program that starts it', () => {
  const workers: readonly RoomName[] = ['extractor', 'mapper', 'sender']
  const users = Object.entries(ROOMS).filter(([, { mayUse }]) =>
    mayUse.some((room) => workers.includes(room)),
  )
  expect(users.map(([name]) => name)).toEqual(['cli'])
})

test('the arrows between the rooms make no circle', () => {
  const arrows = Object.entries(ROOMS).map(([name, { mayUse }]): [string, readonly string[]] => [
    name,
    mayUse,
  ])
  expect(findCircles(new Map(arrows))).toEqual([])
})

function mayImport(room: RoomName, target: string): boolean {
  const targetRoom = findRoom(target)
  return targetRoom !== undefined && (targetRoom === room || ROOMS[room].mayUse.includes(targetRoom))
}
