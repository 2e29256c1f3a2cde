/** @jsxRuntime automatic @jsxImportSource preact */
import { expect, test } from '@jest/globals'
import { Island } from '../islands/island.tsx'
import { view } from '../pages/page.ts'
import { Form } from '../parts/form.tsx'
import { TextField } from '../parts/text-field.tsx'
import { renderDocument } from './render-document.tsx'

const FRAME = {
  basePath: '/ops',
  path: '/',
  visitor: null,
  message: null,
  nonce: 'n0nce',
  findFile: (name: string) => `assets/${name}`,
}
const EVIL = `</script><script>alert(1)</script>"'&`

test('every value is escaped, in text, in attributes and in what an island is given', () => {
  const Part = ({ text }: { readonly text: string }) => <a title={text}>{text}</a>
  const page = renderDocument(view(EVIL, <Island name="x" of={Part} props={{ text: EVIL }} />), FRAME)
  expect(page).not.toContain('<script>alert')
  const [, props = ''] = /<script type="application\/json">(.*?)<\/script>/.exec(page) ?? []
  expect(JSON.parse(props)).toEqual({ text: EVIL })
})

test('a page brings the scripts of its islands, each once, and no other', () => {
  const Part = () => <p>here</p>
  const body = [1, 2].map((key) => <Island key={key} name="editor" of={Part} props={{}} />)
  const page = renderDocument(view('Two', body), FRAME)
  expect(page.match(/src="assets\/[^"]+"/g)).toEqual(['src="assets/page.js"', 'src="assets/editor.js"'])
})

test('a form keeps what was typed, and says at each field what is wrong with it', () => {
  const state = { values: { name: EVIL }, issues: { name: 'a name has letters' } }
  const form = (
    <Form action="sources/new" state={state}>
      <TextField name="name" label="Name" hint="It becomes the id." />
    </Form>
  )
  const page = renderDocument(view('Add source', form), FRAME)
  expect(page).toContain('role="alert"')
  expect(page).toContain('aria-describedby="field-name-hint field-name-issue"')
  expect(page).toContain('a name has letters')
  expect(page).toContain('value="&lt;/script>')
})
