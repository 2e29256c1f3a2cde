/** A name as SQL, whatever characters it has. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as SQL, where no value can be bound. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
