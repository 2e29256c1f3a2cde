import { readItem, switchResource } from '@sluice/operations'
import { redirect, type Page, type Submission } from '../pages/page.ts'

/** Switches a destination, and says what that did. */
export const switchDestinationPage: Page = {
  path: '/destinations/:id/enable',
  async act(submission) {
    const id = submission.params['id'] ?? ''
    const message = await switchItem(submission, 'destination', id)
    return redirect(`destinations/${encodeURIComponent(id)}/settings`, message)
  },
}

/** Switches a mapping, and says what that did. */
export const switchMappingPage: Page = {
  path: '/mappings/:id/enable',
  async act(submission) {
    const id = submission.params['id'] ?? ''
    const message = await switchItem(submission, 'mapping', id)
    const { item } = await readItem(submission.deps, { kind: 'mapping', id })
    return redirect(`destinations/${encodeURIComponent(String(item['destination']))}/mappings`, message)
  },
}

async function switchItem(
  { deps, form, actor }: Submission,
  kind: 'destination' | 'mapping',
  id: string,
): Promise<string> {
  const enabled = form.get('enabled') === 'on'
  await switchResource(deps, { name: `${kind}/${id}`, enabled }, actor)
  const { managedBy } = await readItem(deps, { kind, id })
  const done = enabled ? `${id} is switched on.` : `${id} is switched off. What is under way ends.`
  return managedBy === 'file' ? `${done} The next apply of sluice.yaml sets it again.` : done
}
