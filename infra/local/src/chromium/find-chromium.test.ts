import { afterAll, describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from '../machine.ts'
import { makeFolder, removeFolders } from '../testing/make-folder.ts'
import { makeMachine } from '../testing/make-machine.ts'
import { writeProgram } from '../testing/write-program.ts'
import { findChromium } from './find-chromium.ts'

afterAll(removeFolders)

const placeOfDownload = ({ cacheFolder }: Machine): string =>
  join(cacheFolder, `chromium-${process.arch}`, 'usr', 'lib', 'chromium', 'chromium-headless-shell')

const answerVersion = (version: string) => `echo "${version}"`

/** An apt-get that has the second package only, and writes down how it was called. */
const APT_GET = `
echo "$*" >> "$(dirname "$0")/calls"
case "$*" in
  *update) ;;
  *install*headless-shell) echo "E: Unable to locate package chromium-headless-shell" >&2; exit 100 ;;
  *install*chromium) echo "Inst chromium (150)" ;;
  *download*chromium) echo deb > chromium.deb ;;
esac`

/** A dpkg whose every package is a Chromium. */
const DPKG = `
mkdir -p "$3/usr/lib/chromium"
printf '#!/bin/sh\\necho "Chromium 150.0.1"\\n' > "$3/usr/lib/chromium/chromium"
chmod +x "$3/usr/lib/chromium/chromium"
mkdir -p "$3/etc/fonts" "$3/usr/share/fonts" "$3/usr/lib/machine"
touch "$3/usr/lib/machine/libfontconfig.so.1"`

describe('findChromium', () => {
  test('takes the one that it was given, and no other', async () => {
    const machine = makeMachine()
    writeProgram(join(machine.path, 'chromium'), answerVersion('Chromium 140.0.1'))
    const given = join(machine.path, 'mine')
    writeProgram(given, answerVersion('Google Chrome 151.0.2 beta'))
    await expect(findChromium({ ...machine, chrome: given })).resolves.toMatchObject({
      command: given,
      version: '151.0.2',
    })
    writeProgram(given, 'exit 1')
    await expect(findChromium({ ...machine, chrome: given })).rejects.toThrow(`${given} does not run`)
  })

  test('takes the first on PATH that runs, then one from where systems keep browsers', async () => {
    const machine = makeMachine()
    const usual = join(makeFolder(), 'Google Chrome')
    writeProgram(usual, answerVersion('Google Chrome 149.0.3'))
    const search = { ...machine, browsers: [usual] }
    await expect(findChromium(search)).resolves.toMatchObject({ command: usual })
    writeProgram(join(machine.path, 'google-chrome'), answerVersion('Google Chrome 148.0.1'))
    writeProgram(join(machine.path, 'chromium'), 'exit 1')
    await expect(findChromium(search)).resolves.toMatchObject({ version: '148.0.1' })
  })

  test('gets it from the packages of the system once, the smaller one if there is one', async () => {
    const machine = makeMachine()
    writeProgram(join(machine.path, 'apt-get'), APT_GET)
    writeProgram(join(machine.path, 'dpkg'), DPKG)
    const log: string[] = []
    const found = await findChromium(machine, (line) => log.push(line))
    expect(found.command).toBe(join(placeOfDownload(machine), '..', 'chromium'))
    const folder = join(machine.cacheFolder, `chromium-${process.arch}`)
    expect(found.env).toEqual({
      LD_LIBRARY_PATH: join(folder, 'usr', 'lib', 'machine'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    })
    expect(readFileSync(join(folder, 'fonts.conf'), 'utf8')).toContain(join(folder, 'usr', 'share', 'fonts'))
    expect(log).toEqual([expect.stringContaining('getting chromium from the packages of this system')])
    const countCalls = () => readFileSync(join(machine.path, 'calls'), 'utf8').trim().split('\n').length
    const calls = countCalls()
    await findChromium(machine)
    expect(countCalls()).toBe(calls)
  })

  test('forgets an earlier download that no longer runs', async () => {
    const machine = makeMachine()
    const downloaded = placeOfDownload(machine)
    writeProgram(downloaded, answerVersion('Chromium 150.0.1'))
    await expect(findChromium(machine)).resolves.toMatchObject({ command: downloaded })
    writeProgram(downloaded, 'exit 127')
    await expect(findChromium(machine)).rejects.toThrow(`${downloaded} does not run`)
    expect(existsSync(downloaded)).toBe(false)
  })

  test('with nothing to be had it says in one line what was tried and what to do', async () => {
    const machine = makeMachine()
    writeProgram(join(machine.path, 'apt-get'), 'echo "E: Could not resolve deb.debian.org" >&2; exit 100')
    const failure = await findChromium(machine).then(
      () => 'found',
      (error: Error) => error.message,
    )
    expect(failure).toBe(
      'no chromium found: no chromium-headless-shell, chromium, chromium-browser, google-chrome-stable, google-chrome on PATH; ' +
        'apt-get --quiet update: E: Could not resolve deb.debian.org; apt-get --quiet update: E: Could not resolve deb.debian.org: ' +
        'install chromium or google chrome, or set CHROME_PATH to one',
    )
  })
})
