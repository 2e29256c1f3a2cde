import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { findToken } from '@sluice/operations/tokens/find-token'
import { openInstallation, type Installation } from '../../testing/open-installation.ts'
import { runInProcess } from '../../testing/run-in-process.ts'

let installation: Installation
beforeAll(async () => {
  installation = await openInstallation()
})
afterAll(() => installation.close())

test('a token is shown once, is used, and is out as soon as it is revoked', async () => {
  const { db, env } = installation
  const run = (...args: string[]) => runInProcess(args, env)
  expect((await run('tokens', 'ls')).stdout).toContain('no tokens yet')
  const made = await run('tokens', 'create', '--role', 'operator', '--name', 'airflow', '--json')
  const created = JSON.parse(made.stdout) as Record<string, string>
  expect(created).toEqual({
    id: expect.any(String),
    name: 'airflow',
    role: 'operator',
    token: expect.stringMatching(/^slc_[\w-]{43}$/),
  })
  const { token = '' } = created
  const { rows } = await db.query('select to_json(t)::text as row from sluice.tokens t')
  expect(JSON.stringify(rows)).not.toContain(token.slice(4))

  expect(await findToken({ db }, token)).toMatchObject({ name: 'airflow', role: 'operator' })
  expect(await findToken({ db }, `${token}x`)).toBeNull()
  const [listed] = JSON.parse((await run('tokens', 'ls', '--json')).stdout) as [Record<string, unknown>]
  expect(listed).toMatchObject({ name: 'airflow', lastUsedAt: expect.any(String), revokedAt: null })
  expect(JSON.stringify(listed)).not.toContain('slc_')

  const again = await run('tokens', 'create', '--role', 'viewer', '--name', 'airflow')
  expect(again).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is a token airflow already'),
  })
  expect(await run('tokens', 'create', '--role', 'viewer', '--name', 'no name')).toMatchObject({ code: 2 })
  expect(await run('tokens', 'create', '--role', 'boss', '--name', 'x')).toMatchObject({ code: 2 })

  expect((await run('tokens', 'revoke', 'airflow')).stdout).toBe('token airflow is revoked\n')
  expect(await findToken({ db }, token)).toBeNull()
  expect(await run('tokens', 'revoke', 'airflow')).toMatchObject({ code: 2 })
  const next = await run('tokens', 'create', '--role', 'viewer', '--name', 'airflow')
  expect(next.stdout).toMatch(/^slc_[\w-]{43}\n$/)
  expect((await run('tokens', 'ls')).stdout).toMatch(/airflow +viewer.* never .*\n.*airflow +operator/)

  const { rows: audit } = await db.query('select action, kind, subject_id from sluice.audit_log order by id')
  const about = { kind: 'token', subject_id: 'airflow' }
  expect(audit).toEqual(['created', 'removed', 'created'].map((action) => ({ action, ...about })))
})
