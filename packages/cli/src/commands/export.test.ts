import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { arbitraryConfig } from '@sluice/config/testing'
import { formatConfigFile, parseConfigFile, writeConfig } from '@sluice/config/yaml'
import { writeLine } from '../output/write-line.ts'

test('what is printed reads back as the config, whatever it holds: controls that are shown mean the same', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      const written = writeConfig(config)
      const printed = formatConfigFile(written)
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => writeLine(line, { colors: false, tabs: true }))
      const parsed = parseConfigFile(printed.join(''), 'sluice.yaml', Object.fromEntries(written.variables))
      expect(parsed.ok && JSON.stringify(parsed.config)).toBe(JSON.stringify(config))
    }),
    { numRuns: 60 },
  )
})
