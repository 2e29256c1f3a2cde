/** @jsxRuntime automatic @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import { NAVIGATION } from '../web/frame/navigation.ts'

/** The board stands below it, with what it fixes to the window's upper edge; the colours are its own. */
const STYLE = `
  #sluice { position: fixed; inset: 0 0 auto; z-index: 100; display: flex; align-items: center; gap: .25rem; height: 44px;
    padding: 0 1rem; overflow-x: auto; white-space: nowrap; font: 15px system-ui, sans-serif;
    background: var(--card, #fff); border-bottom: 1px solid var(--border, #dde3e8); }
  #sluice a { padding: .3rem .5rem; border-radius: 6px; color: var(--foreground, #17212b); text-decoration: none; }
  #sluice a[aria-current] { font-weight: 600; text-decoration: underline; text-underline-offset: 4px; }
  #root { padding-top: 44px; }
  #root header[class*="header-"] { top: 44px; }
  #root aside[class*="aside-"] { top: calc(var(--header-offset) + 44px); }`

/** The navigation of the console over the board, as markup; the board's page has another base than ours. */
export function renderBoardFrame(basePath: string): string {
  return renderToString(
    <>
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      <nav id="sluice" aria-label="Main">
        {NAVIGATION.map(({ text, href }) => (
          <a
            key={href}
            href={`${basePath}/${href === '.' ? '' : href}`}
            aria-current={href === 'queues' ? 'page' : undefined}
          >
            {text}
          </a>
        ))}
      </nav>
    </>,
  )
}
