import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { ROOT_PATH } from './pages.ts'
import { readWorkspacePackages } from './read-workspace-packages.ts'

function read(path: string): string {
  return readFileSync(join(ROOT_PATH, path), 'utf8')
}

const FORMS = readdirSync(join(ROOT_PATH, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml')

describe('.github/workflows/ci.yml', () => {
  const text = read('.github/workflows/ci.yml')
  const workflow = parse(text) as {
    permissions: Record<string, string>
    jobs: { run: { strategy: { matrix: { node: string[] } }; steps: { run?: string; uses?: string }[] } }
  }
  const { strategy, steps } = workflow.jobs.run

  test('runs what is run everywhere, and may only read', () => {
    expect(steps.map((step) => step.run).filter((run) => run !== undefined)).toEqual(['.ci/run'])
    expect(statSync(join(ROOT_PATH, '.ci/run')).mode & 0o111).not.toBe(0)
    expect(workflow.permissions).toEqual({ contents: 'read' })
  })

  test('runs it on the oldest Node that is allowed, and on that of the images', () => {
    const oldest = readWorkspacePackages()[0]?.manifest.engines?.node?.replace('>=', '')
    const image = /^ARG NODE_IMAGE=node:(\d+)-/m.exec(read('infra/docker/Dockerfile'))?.[1]
    expect(strategy.matrix.node).toEqual([oldest, image])
  })

  test('takes actions of others by commit, with the version beside it', () => {
    const uses = text.match(/uses:.*$/gm) ?? []
    expect(uses.length).toBeGreaterThan(0)
    expect(uses.filter((line) => !/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })
})

test('dependabot looks after every lockfile, every image and the actions, and waits as long as pnpm does', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    updates: {
      'package-ecosystem': string
      directory?: string
      directories?: string[]
      cooldown: { 'default-days': number }
    }[]
  }
  const places = updates.flatMap(({ 'package-ecosystem': kind, directory, directories = [] }) =>
    [...(directory === undefined ? [] : [directory]), ...directories].map((place) => `${kind} ${place}`),
  )
  const lockfiles = readdirSync(join(ROOT_PATH, 'benchmarks')).filter((name) =>
    existsSync(join(ROOT_PATH, 'benchmarks', name, 'package-lock.json')),
  )
  expect(places.toSorted()).toEqual(
    [
      'npm /',
      ...lockfiles.map((name) => `npm /benchmarks/${name}`),
      'github-actions /',
      'docker /infra/docker',
      'docker /infra/k8s/overlays/dev',
      'docker-compose /infra/docker',
    ].toSorted(),
  )
  const { minimumReleaseAge } = parse(read('pnpm-workspace.yaml')) as { minimumReleaseAge: number }
  const days = updates.map(({ cooldown }) => cooldown['default-days'])
  expect(new Set(days)).toEqual(new Set([minimumReleaseAge / 60 / 24]))
})

test.each(FORMS)('the form %s is one that GitHub takes, and asks each question once', (name) => {
  const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as {
    name: string
    description: string
    body: { type: string; id?: string; attributes: { label?: string; value?: string; options?: unknown[] } }[]
  }
  expect(form.name).toMatch(/^\S/)
  expect(form.description).toMatch(/^\S/)
  const kinds = ['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']
  expect(form.body.filter(({ type }) => !kinds.includes(type))).toEqual([])
  const questions = form.body.filter(({ type }) => type !== 'markdown')
  const ids = questions.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(questions.filter(({ id, attributes }) => !/^[a-z]+$/.test(id ?? '') || !attributes.label)).toEqual(
    [],
  )
})
