import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { validate } from 'dockerfile-utils'
import { ROOT } from '../folders.ts'
import { readDockerFile } from './read-compose.ts'

interface Stage {
  readonly name: string
  readonly base: string
  readonly steps: readonly string[]
}

const TEXT = readDockerFile('Dockerfile')

/** The stages with their steps, continued lines joined. */
const STAGES: readonly Stage[] = TEXT.replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split(/^FROM /m)
  .slice(1)
  .map((stage) => {
    const [from = '', ...steps] = stage.trim().split(/\n+/)
    const [base = '', name = ''] = from.split(' AS ')
    return { name, base, steps }
  })

/** The steps of a stage and of those that it stands on, in order. */
const listSteps = (name: string): readonly string[] => {
  const stage = STAGES.find((found) => found.name === name)
  return stage === undefined ? [] : [...listSteps(stage.base), ...stage.steps]
}

const IMAGES = ['extractor', 'mapper', 'sender', 'console', 'emulator', 'cli']

describe('the Dockerfile', () => {
  test('is one that a linter has nothing to say about', () => {
    expect(validate(TEXT).map(({ message, range }) => [range.start.line + 1, message])).toEqual([])
  })

  test.each(IMAGES)(
    'the image %s is of a package, and holds what was deployed of it and nothing else',
    (image) => {
      const copies = listSteps(image).filter((step) => /^(COPY|ADD) /.test(step))
      expect(copies).toEqual([`COPY --from=build /out/${image} /app`])
      expect(existsSync(new URL(`packages/${image}/src/bin.ts`, ROOT))).toBe(true)
      expect(STAGES.find(({ name }) => name === 'build')?.steps.join('\n')).toMatch(
        new RegExp(
          `for name in [\\w ]*\\b${image}\\b[\\w ]*; do\\s+pnpm --filter "@sluice/\\$\\{name\\}" deploy --prod`,
        ),
      )
    },
  )

  test.each(IMAGES)('the image %s runs as a user without a name or rights, and stops at SIGTERM', (image) => {
    const steps = listSteps(image)
    expect(steps).toContain('USER 10001:10001')
    expect(steps.indexOf('USER 10001:10001')).toBe(steps.findLastIndex((step) => step.startsWith('USER ')))
    expect(steps).toContain('STOPSIGNAL SIGTERM')
    expect(steps).toContain('ENTRYPOINT ["node", "--enable-source-maps", "dist/bundle/bin.js"]')
    expect(steps.join('\n')).toContain(
      `org.opencontainers.image.title="${image === 'cli' ? 'sluice' : `sluice-${image}`}"`,
    )
    expect(steps.join('\n')).toContain('rm -rf /usr/local/lib/node_modules')
  })

  test.each(['extractor', 'mapper', 'sender', 'console'])(
    'the image %s asks /livez whether it is well',
    (image) => {
      const check = listSteps(image).findLast((step) => step.startsWith('HEALTHCHECK')) ?? ''
      const [, command = ''] = /CMD (\[.*\])$/.exec(check) ?? []
      expect(JSON.parse(command)).toEqual(['node', '-e', expect.stringContaining('/livez')])
    },
  )

  test('is built with the pnpm that the repository names, from an ignore file that lets no test and no secret in', () => {
    const { packageManager } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
      packageManager: string
    }
    expect(`pnpm@${/ARG PNPM_VERSION=(\S+)/.exec(TEXT)?.[1]}`).toBe(packageManager)
    const ignored = readFileSync(new URL('.dockerignore', ROOT), 'utf8').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['*', '**/*.test.ts', '**/node_modules', '**/.env*']))
  })

  test('no package deploys its tests', () => {
    for (const name of [...IMAGES, 'shared']) {
      const { files } = JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, ROOT), 'utf8')) as {
        files: readonly string[]
      }
      expect([name, files]).toEqual([
        name,
        expect.arrayContaining(['dist', '!dist/**/*.test.*', '!dist/**/testing']),
      ])
    }
  })
})
