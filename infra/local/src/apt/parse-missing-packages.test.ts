import { expect, test } from '@jest/globals'
import { parseMissingPackages } from './parse-missing-packages.ts'

test('the packages that a simulated installation would install are the missing ones', () => {
  const simulation = [
    'NOTE: This is only a simulation!',
    'The following NEW packages will be installed:',
    '  libjemalloc2 redis-server',
    'Inst libjemalloc2 (5.3.0-1 Debian:12.15/oldstable [amd64])',
    'Inst redis-server (5:7.0.15-1~deb12u7 Debian:12.15/oldstable [amd64])',
    'Conf libjemalloc2 (5.3.0-1 Debian:12.15/oldstable [amd64])',
  ].join('\n')
  expect(parseMissingPackages(simulation)).toEqual(['libjemalloc2', 'redis-server'])
})

test('a machine that has everything misses nothing', () => {
  expect(parseMissingPackages('0 upgraded, 0 newly installed.\n')).toEqual([])
})
