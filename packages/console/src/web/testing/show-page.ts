import { renderDocument } from '../frame/render-document.tsx'
import type { Page, PageDeps, Visit } from '../pages/page.ts'

/** A page as an operator sees it, as text; what is not given is not there. */
export async function showPage(
  page: Page,
  visit: Partial<Omit<Visit, 'deps'>> & { readonly deps?: Partial<PageDeps> },
): Promise<string> {
  const visitor = { kind: 'known', account: { user: 'ops', role: 'operator' }, hasSession: true } as const
  const answer = await page.show?.({
    visitor,
    params: {},
    query: new URLSearchParams(),
    nowMs: 0,
    signal: AbortSignal.any([]),
    ...visit,
    deps: (visit.deps ?? {}) as PageDeps,
  })
  if (answer?.kind !== 'view') throw new Error(`${page.path} shows no page`)
  return renderDocument(answer, {
    basePath: '',
    path: page.path,
    visitor,
    message: null,
    nonce: 'nonce',
    findFile: (name) => `assets/${name}`,
  })
}
