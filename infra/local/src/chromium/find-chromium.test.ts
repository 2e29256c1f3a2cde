import { afterAll, describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, removeFolders } from '../testing/make-folder.ts'
import { writeProgram } from '../testing/write-program.ts'
import { findChromium } from './find-chromium.ts'

afterAll(removeFolders)

/** A machine without any browser, and with a cache of its own. */
function makeMachine() {
  const path = makeFolder()
  const cacheFolder = makeFolder()
  const place = join(cacheFolder, `chromium-${process.arch}`, 'usr', 'lib', 'chromium')
  return { path, cacheFolder, usualPlaces: [], downloaded: join(place, 'chromium-headless-shell') }
}

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
    const env = { PATH: machine.path, CHROME_PATH: given }
    await expect(findChromium({ ...machine, env })).resolves.toMatchObject({
      command: given,
      version: '151.0.2',
    })
    writeProgram(given, 'exit 1')
    await expect(findChromium({ ...machine, env })).rejects.toThrow(`${given} does not run`)
  })

  test('takes the first on PATH that runs, then one from where systems keep browsers', async () => {
    const machine = makeMachine()
    const usual = join(makeFolder(), 'Google Chrome')
    writeProgram(usual, answerVersion('Google Chrome 149.0.3'))
    const search = { ...machine, env: { PATH: machine.path }, usualPlaces: [usual] }
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
    // The browsers that this machine may have are hidden by one that fails.
    const path = `${machine.path}:/bin`
    for (const name of ['chromium-headless-shell', 'chromium', 'chromium-browser'])
      writeProgram(join(machine.path, name), 'exit 1')
    const search = { ...machine, env: { PATH: path }, log: (line: string) => log.push(line) }
    const found = await findChromium(search)
    expect(found.command).toBe(join(machine.downloaded, '..', 'chromium'))
    const folder = join(machine.cacheFolder, `chromium-${process.arch}`)
    expect(found.env).toEqual({
      LD_LIBRARY_PATH: join(folder, 'usr', 'lib', 'machine'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    })
    expect(readFileSync(join(folder, 'fonts.conf'), 'utf8')).toContain(join(folder, 'usr', 'share', 'fonts'))
    expect(log).toEqual([expect.stringContaining('getting chromium from the packages of this system')])
    const countCalls = () => readFileSync(join(machine.path, 'calls'), 'utf8').trim().split('\n').length
    const calls = countCalls()
    await findChromium(search)
    expect(countCalls()).toBe(calls)
  })

  test('forgets an earlier download that no longer runs', async () => {
    const machine = makeMachine()
    writeProgram(machine.downloaded, answerVersion('Chromium 150.0.1'))
    const search = { ...machine, env: { PATH: machine.path } }
    await expect(findChromium(search)).resolves.toMatchObject({ command: machine.downloaded })
    writeProgram(machine.downloaded, 'exit 127')
    await expect(findChromium(search)).rejects.toThrow(`${machine.downloaded} does not run`)
    expect(existsSync(machine.downloaded)).toBe(false)
  })

  test('with nothing to be had it says in one line what was tried and what to do', async () => {
    const machine = makeMachine()
    writeProgram(join(machine.path, 'apt-get'), 'echo "E: Could not resolve deb.debian.org" >&2; exit 100')
    const failure = await findChromium({ ...machine, env: { PATH: machine.path } }).then(
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
