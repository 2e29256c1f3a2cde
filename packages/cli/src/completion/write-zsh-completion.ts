import type { Completion, Place } from './list-places.ts'
import { quoteWord } from './quote-word.ts'

/** The completion of zsh, with what each word is. Where nothing of ours fits, it offers files. */
export function writeZshCompletion(places: readonly Place[]): readonly string[] {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => quoteWord(path))
  return [
    '#compdef sluice',
    '# zsh completion of sluice; to use it: source <(sluice completion zsh)',
    '_sluice() {',
    '  local place= index',
    '  local -a entries options',
    '  for ((index = 2; index < CURRENT; index++)); do',
    '    case "$place/${words[index]}" in',
    `      ${paths.join(' | ')}) place="$place/\${words[index]}" ;;`,
    '    esac',
    '  done',
    '  case "$place" in',
    ...places.flatMap(({ path, words, options }) => [
      `    ${quoteWord(path)})`,
      `      entries=(${words.map(describe).join(' ')})`,
      `      options=(${options.map(describe).join(' ')})`,
      '      ;;',
    ]),
    '  esac',
    '  if [[ ${words[CURRENT]} == -* ]]; then',
    `    _describe -o 'option' options`,
    '  elif ((${#entries})); then',
    `    _describe 'word' entries`,
    '  else',
    '    _files',
    '  fi',
    '}',
    'if [[ ${funcstack[1]} == _sluice ]]; then',
    '  _sluice "$@"',
    'else',
    '  compdef _sluice sluice',
    'fi',
  ]
}

function describe({ word, description }: Completion): string {
  return quoteWord(`${word.replaceAll(':', String.raw`\:`)}:${description}`)
}
