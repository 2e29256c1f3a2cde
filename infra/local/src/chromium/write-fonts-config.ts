import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Where a downloaded Chromium finds its fonts, as environment. A machine without fontconfig got it with the
 * download, and what it says of its places holds only for an installed one; without any font Chromium ends itself.
 */
export async function writeFontsConfig(folder: string): Promise<Readonly<Record<string, string>>> {
  const fonts = join(folder, 'usr', 'share', 'fonts')
  if (!existsSync(join(folder, 'etc', 'fonts')) || !existsSync(fonts)) return {}
  const file = join(folder, 'fonts.conf')
  const cache = join(folder, 'var', 'cache', 'fontconfig')
  await writeFile(
    file,
    `<?xml version="1.0"?>\n<fontconfig>\n  <dir>${escape(fonts)}</dir>\n  <cachedir>${escape(cache)}</cachedir>\n</fontconfig>\n`,
  )
  return { FONTCONFIG_FILE: file }
}

function escape(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
