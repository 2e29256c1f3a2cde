import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ROOT_PATH, readPage } from './pages.ts'
import { readWorkspacePackages } from './read-workspace-packages.ts'

/** First cells of the table under a heading of docs/supported-versions.md. */
function listVersions(heading: string): readonly string[] {
  const section =
    readPage('docs/supported-versions.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| ([^|]+) \|/gm)].slice(1).map(([, cell = '']) => cell)
}

test('the oldest Node that is supported is the oldest that engines allows', () => {
  const oldest = readWorkspacePackages()[0]?.manifest.engines?.node?.replace('>=', '')
  expect(listVersions('Node')[0]).toBe(`${oldest} and newer of ${oldest?.split('.')[0]}`)
})

test('the Node of the images, and the servers that compose starts, are among those told of', () => {
  const dockerfile = readFileSync(join(ROOT_PATH, 'infra/docker/Dockerfile'), 'utf8')
  const compose = readFileSync(join(ROOT_PATH, 'infra/docker/compose.yaml'), 'utf8')
  const started = (text: string, name: string): string => new RegExp(`${name}:(\\d+)`).exec(text)?.[1] ?? '?'
  expect(listVersions('Node')).toContain(started(dockerfile, 'NODE_IMAGE=node'))
  expect(listVersions('PostgreSQL')).toContain(started(compose, 'image: postgres'))
  expect(listVersions('Redis').join(' ')).toMatch(new RegExp(`\\b${started(compose, 'image: redis')}\\b`))
})
