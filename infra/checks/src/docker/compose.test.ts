import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { EXIT_DEADLINE_MS } from '@sluice/shared/runtime'
import { ROLES } from '@sluice/shared/store'
import { parse } from 'yaml'
import { createSampleValue, listEnvironmentMistakes } from '../environment/list-environment-mistakes.ts'
import { WORKER_NAMES } from '../environment/worker-parts.ts'
import { INFRA } from '../folders.ts'
import { listSchemaMistakes } from './list-schema-mistakes.ts'
import { readCompose, readDockerFile } from './read-compose.ts'

const compose = readCompose()
const OWN = Object.entries(compose.services).filter(([, { image }]) => image.startsWith('sluice/'))
const VARIABLE = /\$\{(\w+)(:[?-][^}]*)?\}/g

/** A value as compose would fill it in: what must be set with a sample, what has a default with that. */
const fillIn = (name: string, value: string | number): string => {
  // An address is put together from several variables: what comes out is an address.
  if (name === 'DATABASE_URL' || name === 'REDIS_URL') return createSampleValue(name)
  return String(value).replaceAll(VARIABLE, (_text, variable: string, rest: string = '') =>
    rest.startsWith(':-') ? rest.slice(2) : createSampleValue(variable),
  )
}

describe('the compose file', () => {
  test('has no field that compose does not know, and no value that it does not allow', () => {
    // The schema is older than the name of a project.
    const { name, ...rest } = compose
    expect(name).toBe('sluice')
    expect(listSchemaMistakes(rest)).toEqual([])
  })

  test('a field that compose does not know would be found', () => {
    const document = { services: { a: { image: 'a', restarts: 'always' } } }
    expect(listSchemaMistakes(document)).toEqual(['/services/a must NOT have additional properties'])
  })

  test('builds what the Dockerfile has a target for', () => {
    const targets = [...readDockerFile('Dockerfile').matchAll(/^FROM \S+ AS (\w+)$/gm)].map(
      ([, name]) => name,
    )
    for (const [name, { build, image }] of OWN) {
      expect([name, image]).toEqual([
        name,
        expect.stringMatching(/^sluice\/\w+:\$\{SLUICE_VERSION:-latest\}$/),
      ])
      expect(targets).toContain(/^sluice\/(\w+)/.exec(image)?.[1])
      const folder = new URL(`docker/${build?.context ?? '../..'}/`, INFRA)
      expect(existsSync(new URL(build?.dockerfile ?? 'infra/docker/Dockerfile', folder))).toBe(true)
      expect(build?.target ?? 'cli').toBe(/^sluice\/(\w+)/.exec(image)?.[1])
    }
  })

  test.each(WORKER_NAMES)(
    'the %s is given every variable that its code asks for, and no other key',
    (worker) => {
      const { environment = {} } = compose.services[worker] ?? {}
      const env = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, fillIn(name, value)]),
      )
      expect(listEnvironmentMistakes(worker, env)).toEqual([])
    },
  )

  test.each(WORKER_NAMES)('the %s starts on a migrated database, and may hand back its work', (worker) => {
    const service = compose.services[worker]
    expect(service?.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
    })
    expect(Number.parseInt(service?.stop_grace_period ?? '', 10) * 1_000).toBeGreaterThan(EXIT_DEADLINE_MS)
  })

  test('each process has a role of its own in the control database, and none is given the superuser', () => {
    const given = Object.entries(compose.services).map(
      ([name, { environment = {} }]) => [name, environment] as const,
    )
    const urls = given.filter(([, environment]) => 'DATABASE_URL' in environment)
    expect(urls.map(([name, { DATABASE_URL: url }]) => [name, url])).toEqual(
      ['migrate', ...WORKER_NAMES, 'cli'].map((name) => [
        name,
        `postgres://sluice_${name}:\${${name.toUpperCase()}_DATABASE_PASSWORD:?run infra/docker/write-env.sh}@postgres:5432/sluice`,
      ]),
    )
    const superusers = given.filter(([, environment]) =>
      JSON.stringify(environment).includes('{POSTGRES_PASSWORD'),
    )
    expect(superusers.map(([name]) => name)).toEqual(['postgres', 'roles'])
    expect(compose.services['migrate']?.depends_on).toMatchObject({
      roles: { condition: 'service_completed_successfully' },
    })
  })

  test('lets in every role that there is, with a password of its own', () => {
    const logins = readDockerFile('postgres/logins.sql')
    const roles = ['sluice_migrate', ...ROLES]
    expect(
      [...logins.matchAll(/^alter role (\w+) login password :'(\w+)';$/gm)].map(([, role]) => role),
    ).toEqual(roles)
    const read = Object.fromEntries(
      [...logins.matchAll(/^\\getenv (\w+) (\w+)$/gm)].map(([, name, variable]) => [name, variable]),
    )
    const given = compose.services['roles']?.environment ?? {}
    for (const role of roles) {
      const name = role.replace('sluice_', '')
      expect(read[name]).toBe(`${name.toUpperCase()}_DATABASE_PASSWORD`)
      expect(given).toHaveProperty(`${name.toUpperCase()}_DATABASE_PASSWORD`)
    }
  })

  test('what others wait for can tell that it is well', () => {
    for (const { depends_on: needs = {} } of Object.values(compose.services)) {
      for (const [name, need] of Object.entries(needs) as [string, { condition: string } | string][]) {
        const isChecked = compose.services[name]?.healthcheck !== undefined
        expect([name, isChecked || typeof need === 'string' || need.condition !== 'service_healthy']).toEqual(
          [name, true],
        )
      }
    }
  })

  test('no secret stands in clear', () => {
    for (const [name, { environment = {} }] of Object.entries(compose.services)) {
      for (const [variable, value] of Object.entries(environment)) {
        const isSecret = /KEY|PASSWORD|SECRET|TOKEN|AUTH|(DATABASE|REDIS)_URL/.test(variable)
        expect([name, variable, !isSecret || /\$\{\w+:(\?|-\})/.test(String(value))]).toEqual([
          name,
          variable,
          true,
        ])
      }
    }
    for (const [, name = '', value] of readDockerFile('.env.example').matchAll(/^(\w+)=(.*)$/gm)) {
      expect([name, /KEY|PASSWORD/.test(name) && value !== '']).toEqual([name, false])
    }
  })

  test('.env.example names every variable that must be set', () => {
    const named = new Set([...readDockerFile('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name))
    const required = [...readDockerFile('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
    expect(required.length).toBeGreaterThan(5)
    for (const name of required) expect(named).toContain(name)
  })

  test('its own containers are restricted, and its ports are open to this machine only', () => {
    for (const [name, service] of OWN) {
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ['ALL'],
        ['no-new-privileges:true'],
      ])
    }
    const ports = Object.values(compose.services).flatMap(({ ports: published = [] }) => published)
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length)
  })

  test('the stores have no way out, and only the extractor and the sender have both', () => {
    const networksOf = (name: string): readonly string[] => compose.services[name]?.networks ?? []
    expect(compose.networks['control']?.internal).toBe(true)
    for (const store of ['postgres', 'redis', 'mapper', 'migrate'])
      expect(networksOf(store)).toEqual(['control'])
    for (const worker of ['extractor', 'sender']) expect(networksOf(worker)).toEqual(['control', 'outside'])
  })

  test('the files that it mounts are there', () => {
    const mounted = Object.values(compose.services)
      .flatMap(({ volumes = [] }) => volumes)
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((path) => path.startsWith('.'))
    expect(mounted.length).toBeGreaterThan(3)
    for (const path of mounted)
      expect([path, existsSync(new URL(`docker/${path}`, INFRA))]).toEqual([path, true])
  })

  test('Prometheus asks every worker at the port that it serves', () => {
    const file = fileURLToPath(new URL('monitoring/prometheus.yaml', INFRA))
    const { scrape_configs: jobs } = parse(readFileSync(file, 'utf8')) as {
      scrape_configs: readonly {
        job_name: string
        dns_sd_configs: readonly { names: readonly string[]; port: number }[]
      }[]
    }
    const [, exposed] = /FROM runtime AS worker\nEXPOSE (\d+)/.exec(readDockerFile('Dockerfile')) ?? []
    expect(
      jobs.map(({ job_name: job, dns_sd_configs: found }) => [job, found[0]?.names, found[0]?.port]),
    ).toEqual(WORKER_NAMES.map((worker) => [`sluice-${worker}`, [worker], Number(exposed)]))
  })

  test('the example sends to the emulator, where it listens', () => {
    const [, port] = /"--port", "(\d+)"/.exec(readDockerFile('Dockerfile')) ?? []
    expect(port).toMatch(/^\d+$/)
    for (const [, name = '', url = ''] of readDockerFile('.env.example').matchAll(
      /^(SLUICE_\w*ENDPOINT_\w+)=(.*)$/gm,
    )) {
      const region = name
        .replace(/^.*ENDPOINT_/, '')
        .toLowerCase()
        .replaceAll('_', '-')
      expect(url).toBe(`http://emulator:${port}/${region}/v1`)
    }
    expect(compose.services['emulator']?.ports).toEqual([`127.0.0.1:${port}:${port}`])
  })
})
