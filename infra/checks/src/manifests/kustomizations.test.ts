import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { ROOT } from '../folders.ts'
import { isWorkload } from './manifest.ts'
import { readKustomizations, readManifests } from './read-manifests.ts'

const KUSTOMIZATIONS = readKustomizations()
const locate = (path: string): string => join(fileURLToPath(ROOT), path)

/** What a kustomization names, from the root of the repository. */
const listNamed = ({ file, kustomization }: (typeof KUSTOMIZATIONS)[number]): readonly string[] =>
  [
    ...(kustomization.resources ?? []),
    ...(kustomization.components ?? []),
    ...(kustomization.patches ?? []).flatMap(({ path }) => (path === undefined ? [] : [path])),
    ...(kustomization.configMapGenerator ?? []).flatMap(({ files = [] }) =>
      files.map((file) => file.split('=').at(-1) ?? file),
    ),
  ].map((path) => join(dirname(file), path))

describe('the kustomizations', () => {
  test('name only what is there', () => {
    const named = KUSTOMIZATIONS.flatMap(listNamed)
    const missing = named.filter((path) => {
      if (!existsSync(locate(path))) return true
      return statSync(locate(path)).isDirectory() && !existsSync(locate(join(path, 'kustomization.yaml')))
    })
    expect(named.length).toBeGreaterThan(40)
    expect(missing).toEqual([])
  })

  test('name every file beside them', () => {
    const named = new Set(KUSTOMIZATIONS.flatMap(listNamed))
    const forgotten = readdirSync(locate('infra/k8s'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'))
      .map((path) => join('infra/k8s', path))
      .filter((path) => !named.has(path))
    expect(forgotten).toEqual([])
  })

  test('of dev make the roles that compose makes', () => {
    const read = (path: string): string => readFileSync(locate(path), 'utf8')
    expect(read('infra/k8s/overlays/dev/roles.sql')).toBe(read('packages/shared/sql/roles.sql'))
    expect(read('infra/k8s/overlays/dev/logins.sql')).toBe(read('infra/docker/postgres/logins.sql'))
  })

  test('change workloads and images that there are', () => {
    const workloads = readManifests()
      .map(({ manifest }) => manifest)
      .filter(isWorkload)
    const images = workloads.flatMap(({ spec }) => spec.template.spec.containers.map(({ image }) => image))
    const names = workloads.map(({ metadata }) => metadata.name)
    for (const { file, kustomization } of KUSTOMIZATIONS) {
      for (const { name } of kustomization.images ?? [])
        expect([file, images]).toEqual([file, expect.arrayContaining([name])])
      for (const { name } of kustomization.replicas ?? [])
        expect([file, names]).toEqual([file, expect.arrayContaining([name])])
    }
  })

  test('give no secret in clear', () => {
    const literals = KUSTOMIZATIONS.flatMap(
      ({ kustomization }) => kustomization.configMapGenerator ?? [],
    ).flatMap(({ literals: given = [] }) => given)
    expect(literals.length).toBeGreaterThan(3)
    expect(
      literals.filter((literal) => /KEY|PASSWORD|SECRET|TOKEN|(DATABASE|REDIS)_URL/.test(literal)),
    ).toEqual([])
  })

  test('of production name one version everywhere, which is the version of the packages', () => {
    const { version } = JSON.parse(readFileSync(locate('packages/shared/package.json'), 'utf8')) as {
      version: string
    }
    const production = KUSTOMIZATIONS.filter(({ file }) => file.startsWith('infra/k8s/overlays/production/'))
    const tags = production.flatMap(({ kustomization }) => kustomization.images ?? [])
    expect(tags.map(({ name }) => name).sort()).toEqual(
      ['cli', 'console', 'extractor', 'mapper', 'sender'].map((name) => `sluice/${name}`),
    )
    expect(new Set(tags.map(({ newTag }) => newTag))).toEqual(new Set([version]))
    const patches = production.flatMap(({ kustomization }) => kustomization.patches ?? [])
    expect(patches.map(({ patch = '' }) => patch).join('\n')).toContain(
      `value: sluice-migrate-v${version.replaceAll('.', '-')}\n`,
    )
  })
})
