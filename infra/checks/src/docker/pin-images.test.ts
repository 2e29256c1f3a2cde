import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ROOT } from '../folders.ts'

const FILES = [
  'infra/docker/Dockerfile',
  'infra/docker/compose.yaml',
  'infra/k8s/overlays/dev/postgres.yaml',
  'infra/k8s/overlays/dev/redis.yaml',
]
const SCRIPT = fileURLToPath(new URL('infra/docker/pin-images.sh', ROOT))
const DIGEST = `sha256:${'ab'.repeat(32)}`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice pins '))
  for (const file of FILES) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(fileURLToPath(new URL(file, ROOT)), join(folder, file))
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Runs the script with a docker that answers as the test says. */
function pin(docker: string): { readonly status: number | null; readonly stderr: string } {
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${docker}\n`, { mode: 0o755 })
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
  return spawnSync('sh', [SCRIPT, folder], { env, encoding: 'utf8' })
}

const read = (): readonly string[] => FILES.map((file) => readFileSync(join(folder, file), 'utf8'))

test('every image that others make is pinned behind its tag, and again when its tag has moved', () => {
  const before = read().join('\n')
  const images = [
    'docker/dockerfile:1',
    'grafana/grafana:',
    'node:24-slim',
    'postgres:18',
    'prom/prometheus:',
    'redis:8',
  ]
  for (const image of images) expect(before).toContain(image)
  expect(pin(`echo sha256:${'00'.repeat(32)}`).status).toBe(0)
  const { status, stderr } = pin(`echo ${DIGEST}`)
  expect({ status, pinned: stderr.trim().split('\n').length }).toEqual({ status: 0, pinned: images.length })
  const pinned = read().join('\n')
  expect(pinned.replaceAll(`@${DIGEST}`, '')).toBe(before)
  const open = [...pinned.matchAll(/^(?: *image: |ARG NODE_IMAGE=|# syntax=)(\S+)$/gm)]
    .map(([, image = '']) => image)
    .filter((image) => !image.startsWith('sluice/') && !image.endsWith(`@${DIGEST}`))
  expect(open).toEqual([])
})

test('an image whose digest cannot be read leaves all as it is', () => {
  const before = read()
  const { status, stderr } = pin(`case "$*" in *redis*) exit 1 ;; *) echo ${DIGEST} ;; esac`)
  expect(status).toBe(1)
  expect(stderr).toBe(
    'the digest of redis:8 cannot be read: is docker buildx here, and its registry in reach? nothing was changed\n',
  )
  expect(read()).toEqual(before)
})
