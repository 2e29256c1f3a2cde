import { renderDocument } from '../frame/render-document.tsx'
import type { Answer, Page, PageDeps, Visit } from '../pages/page.ts'

const VISITOR = { kind: 'known', account: { user: 'ops', role: 'operator' }, hasSession: true } as const

/** A page as an operator sees it, as text; what is not given is not there. */
export async function showPage(
  page: Page,
  visit: Partial<Omit<Visit, 'deps'>> & { readonly deps?: Partial<PageDeps> },
): Promise<string> {
  const answer = await page.show?.({
    visitor: VISITOR,
    params: {},
    query: new URLSearchParams(),
    nowMs: 0,
    signal: AbortSignal.any([]),
    ...visit,
    deps: (visit.deps ?? {}) as PageDeps,
  })
  return renderBody(answer, page.path)
}

/** What a page has answered, as text. */
export function renderBody(answer: Answer | undefined, path = '/'): string {
  if (answer?.kind !== 'view') throw new Error(`${path} shows no page`)
  return renderDocument(answer, {
    basePath: '',
    path,
    visitor: VISITOR,
    message: null,
    nonce: 'nonce',
    findFile: (name) => `assets/${name}`,
  })
}
