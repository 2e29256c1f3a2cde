/**
 * Colours are for terminals that know them, unless NO_COLOR (https://no-color.org) or
 * --no-color says otherwise; FORCE_COLOR is heeded too.
 */
export function useColors(
  stream: Pick<NodeJS.WriteStream, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: terminal } = env
  if (args.includes('--no-color') || no !== '') return false
  if (force !== '') return force !== '0' && force !== 'false'
  return stream.isTTY && terminal !== 'dumb'
}
