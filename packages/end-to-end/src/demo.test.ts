import { expect, test } from '@jest/globals'
import { type DemoDocument, openInstallation } from '@sluice/cli/testing'

test('the demo ends well with true counts, and has dead letters to show', async () => {
  const installation = await openInstallation()
  try {
    // The demo makes databases of its own on the server.
    const { code, stdout } = await installation.runProcess(['demo', '--once', '--json'], {
      DATABASE_URL: installation.controlUrl,
    })
    const { first, second, emulator, agrees } = JSON.parse(stdout) as DemoDocument
    expect({ code, agrees }).toEqual({ code: 0, agrees: true })
    expect(first).toMatchObject({ extracted: 50_000, skipped: 200, invalid: 2, delivered: 49_798, dead: 0 })
    expect(first.syncs.map(({ status }) => status)).toEqual(['succeeded', 'partial'])
    expect(second).toMatchObject({ extracted: 141, skipped: 10, invalid: 0, delivered: 131, dead: 0 })
    expect(emulator).toMatchObject({ accepted: 49_929, rejected: 0, duplicates: 0 })
  } finally {
    await installation.close()
  }
})
