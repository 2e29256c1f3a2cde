import { describe, expect, test } from '@jest/globals'
import { replaceGenerated } from './replace-generated.ts'

const MARKDOWN = 'before\n<!-- generated:list -->\nold\n<!-- /generated:list -->\nafter\n'

describe('replaceGenerated', () => {
  test('only what stands between the marks is replaced', () => {
    expect(replaceGenerated(MARKDOWN, 'list', 'new')).toBe(
      'before\n<!-- generated:list -->\n\nnew\n\n<!-- /generated:list -->\nafter\n',
    )
  })

  test('doing it twice changes nothing more', () => {
    const once = replaceGenerated(MARKDOWN, 'list', 'new')
    expect(replaceGenerated(once, 'list', 'new')).toBe(once)
  })

  test('a document without the marks is an error that names them', () => {
    expect(() => replaceGenerated('before\n', 'list', 'new')).toThrow('<!-- generated:list -->')
  })
})
