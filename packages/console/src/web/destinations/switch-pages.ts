import { readItem, switchResource } from '@sluice/operations'
import { redirect, type Page, type Submission, type Versions } from '../pages/page.ts'
import { readText } from '../config/read-text.ts'

/** Switches a destination, and says what that did. */
export const switchDestinationPage: Page = {
  path: '/destinations/:id/enable',
  async act(submission) {
    const id = submission.params['id'] ?? ''
    const { message, versions } = await switchItem(submission, 'destination', id)
    return redirect(`destinations/${encodeURIComponent(id)}/settings`, message, versions)
  },
}

/** Switches a mapping, and says what that did. */
export const switchMappingPage: Page = {
  path: '/mappings/:id/enable',
  async act(submission) {
    const id = submission.params['id'] ?? ''
    const { message, versions } = await switchItem(submission, 'mapping', id)
    const { item } = await readItem(submission.deps, { kind: 'mapping', id })
    return redirect(
      `destinations/${encodeURIComponent(readText(item, 'destination'))}/mappings`,
      message,
      versions,
    )
  },
}

async function switchItem(
  { deps, form, actor }: Submission,
  kind: 'destination' | 'mapping',
  id: string,
): Promise<{ readonly message: string; readonly versions: Versions }> {
  const { version: before } = await readItem(deps, { kind, id })
  const enabled = form.get('enabled') === 'on'
  await switchResource(deps, { name: `${kind}/${id}`, enabled }, actor)
  const { managedBy, version: after } = await readItem(deps, { kind, id })
  const done = enabled ? `${id} is switched on.` : `${id} is switched off. What is under way ends.`
  const message = managedBy === 'file' ? `${done} The next apply of sluice.yaml sets it again.` : done
  return { message, versions: { before, after } }
}
