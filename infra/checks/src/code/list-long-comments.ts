/** The lines, from 1, that are a comment and have more columns than may be. */
export function listLongComments(text: string, mostColumns: number): readonly number[] {
  return text
    .split('\n')
    .flatMap((line, index) => (isComment(line) && line.length > mostColumns ? [index + 1] : []))
}

function isComment(line: string): boolean {
  return /^\s*(\/\/|\/\*|\*)/.test(line)
}
