import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import { Client } from 'pg'
import { openInstallation, type Installation } from '@sluice/cli/testing'

describe('sluice migrate, while another stands still', () => {
  let installation: Installation
  let blocker: Client

  beforeAll(async () => {
    installation = await openInstallation()
    blocker = new Client({ connectionString: installation.controlUrl })
    await blocker.connect()
  })
  afterAll(async () => {
    await blocker.end()
    await installation.close()
  })

  test('waits as long as it is told, names whom it waited for, and fails; the other goes on when it can', async () => {
    const env = { DATABASE_URL: installation.controlUrl }
    await blocker.query('begin; lock table sluice.migrations in access exclusive mode')
    const frozen = installation.start(['migrate'], env)
    await waitFor('the migration to be in the middle', async () => {
      const { rowCount } = await installation.db.query(
        `select from pg_stat_activity where datname = current_database() and application_name = 'sluice migrate' and wait_event_type = 'Lock'`,
      )
      return (rowCount ?? 0) > 0
    })
    const { pid = 0 } = frozen.child
    process.kill(pid, 'SIGSTOP')
    try {
      const late = await installation.sluice(['migrate', '--wait', '1s'], env)
      expect(late).toMatchObject({ code: 1, stdout: '' })
      const [note, error, ...rest] = late.stderr.trimEnd().split('\n')
      const session = String.raw`session \d+ "sluice migrate" from \S+ since 20\S+Z`
      expect(note).toMatch(new RegExp(`waiting up to 1s for another migration: ${session}$`))
      expect(error).toMatch(
        new RegExp(`another migration has not ended within 1s: ${session}; if its process`),
      )
      expect(error).toContain('select pg_terminate_backend(pid) from pg_stat_activity')
      expect(rest).toEqual([])
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await blocker.query('rollback')
    expect(await frozen.ended).toMatchObject({ code: 0 })
    expect(await installation.sluice(['migrate'], env)).toMatchObject({ code: 0, stderr: '' })
  })
})
