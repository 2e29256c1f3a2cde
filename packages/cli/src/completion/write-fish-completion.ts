import type { Place } from './list-places.ts'

/** The completion of fish, with what each word is. Where nothing of ours fits, it offers files. */
export function writeFishCompletion(places: readonly Place[]): readonly string[] {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => quote(path))
  return [
    '# fish completion of sluice; to use it: sluice completion fish | source',
    'function __sluice_at',
    `  set -l place ''`,
    '  for word in (commandline -opc)',
    '    switch "$place/$word"',
    `      case ${paths.join(' ')}`,
    '        set place "$place/$word"',
    '    end',
    '  end',
    '  test "$place" = "$argv[1]"',
    'end',
    ...places.flatMap(({ path, words, options }) => {
      const at = `complete -c sluice -n ${quote(`__sluice_at ${quote(path)}`)}`
      return [
        ...words.map(({ word, description }) => `${at} -f -a ${quote(word)} -d ${quote(description)}`),
        ...options.map(({ word, description }) => `${at} ${writeFlag(word)} -d ${quote(description)}`),
      ]
    }),
  ]
}

function writeFlag(word: string): string {
  return word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
}
