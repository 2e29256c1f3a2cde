/** The document with what stands between `<!-- generated:name -->` and `<!-- /generated:name -->` replaced. */
export function replaceGenerated(markdown: string, name: string, content: string): string {
  const open = `<!-- generated:${name} -->\n`
  const close = `<!-- /generated:${name} -->`
  const start = markdown.indexOf(open)
  const end = markdown.indexOf(close)
  if (start === -1 || end < start)
    throw new Error(`the document has no lines "${open.trim()}" and "${close}" in order`)
  return `${markdown.slice(0, start + open.length)}\n${content}\n\n${markdown.slice(end)}`
}
