import { formatSuggestion } from '@sluice/shared/domain'

/**
 * One line, in the tone of every other error, of what commander says of wrong
 * arguments; a choice that was misspelt is told.
 */
export function formatUsageError(text: string): string {
  const line = text
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/^command-argument value ('.*') is invalid for argument '(.*?)'\. /, '<$2> $1: ')
    .replace(/^option '(.*?)' argument ('.*') is invalid\. /, '$1 $2: ')
    .replace(/'([^']*)': Allowed choices are (.*)$/, (_all, word: string, list: string) => {
      const choices = list.split(', ')
      return `'${word}'${formatSuggestion(word, choices)}: it must be ${joinChoices(choices)}`
    })
    .replace('(Did you mean', '(did you mean')
    .replace(/\. Expected (?=\d+ argument)/, ': expected ')
  return `sluice: ${line}; --help tells how`
}

function joinChoices(choices: readonly string[]): string {
  const last = choices.at(-1) ?? ''
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`
}
