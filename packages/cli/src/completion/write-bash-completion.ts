import type { Completion, Place } from './list-places.ts'
import { quoteWord } from './quote-word.ts'

/** The completion of bash. Where nothing of ours fits, it offers files. */
export function writeBashCompletion(places: readonly Place[]): readonly string[] {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => quoteWord(path))
  return [
    '# bash completion of sluice; to use it: source <(sluice completion bash)',
    '_sluice() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} place= words= options= index',
    '  for ((index = 1; index < COMP_CWORD; index++)); do',
    '    case "$place/${COMP_WORDS[index]}" in',
    `      ${paths.join(' | ')}) place="$place/\${COMP_WORDS[index]}" ;;`,
    '    esac',
    '  done',
    '  case "$place" in',
    ...places.map(
      ({ path, words, options }) =>
        `    ${quoteWord(path)}) words=${joinWords(words)} options=${joinWords(options)} ;;`,
    ),
    '  esac',
    '  [[ $word == -* ]] && words=$options',
    `  local IFS=$' \\n'`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o default -F _sluice sluice',
  ]
}

function joinWords(completions: readonly Completion[]): string {
  return quoteWord(completions.map(({ word }) => word).join(' '))
}
