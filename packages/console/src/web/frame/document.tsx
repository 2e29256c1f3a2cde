/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'
import type { KnownVisitor } from '../../access/visitor.ts'
import { IslandsUsed } from '../islands/island.tsx'
import { NAVIGATION } from './navigation.ts'

/** What stands around a page. */
export interface Frame {
  /** The path of a proxy that the console stands under; empty for none. */
  readonly basePath: string
  /** Where a page stands, under that: `/sources/warehouse`. */
  readonly path: string
  /** null for whoever has not signed in. */
  readonly visitor: KnownVisitor | null
  /** What was done last. */
  readonly message: string | null
  /** What the content security policy of this answer knows its own styles by. */
  readonly nonce: string
  /** The address of a file for the browser, relative to where the console stands, by its name. */
  readonly findFile: (name: string) => string
}

/** A whole page. Its links are relative to where the console stands, so none begins with a slash. */
export function Document({
  frame,
  title,
  renewAfterMs,
  children,
}: {
  readonly frame: Frame
  readonly title: string
  readonly renewAfterMs: number | undefined
  readonly children: ComponentChildren
}): VNode {
  const { basePath, visitor, message, nonce, findFile } = frame
  const islands = new Set<string>()
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <base href={`${basePath}/`} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Sluice`}</title>
        <link rel="icon" type="image/svg+xml" href="logo.svg" />
        <link rel="stylesheet" href={findFile('style.css')} />
        <script type="module" src={findFile('page.js')} nonce={nonce} />
      </head>
      <body>
        <a class="skip" href={`${basePath}${frame.path}#main`}>
          Skip to the content
        </a>
        <header>
          <a class="brand" href=".">
            <img src="logo.svg" alt="" width="28" height="28" />
            Sluice
          </a>
          {visitor !== null && <Navigation path={frame.path} visitor={visitor} />}
        </header>
        <main id="main" tabIndex={-1} data-live={renewAfterMs}>
          <p class="said" role="status" data-said>
            {message}
          </p>
          <IslandsUsed.Provider value={islands}>{children}</IslandsUsed.Provider>
        </main>
        <Scripts islands={islands} findFile={findFile} />
      </body>
    </html>
  )
}

function Navigation({ path, visitor }: { readonly path: string; readonly visitor: KnownVisitor }): VNode {
  return (
    <>
      <nav aria-label="Main">
        {NAVIGATION.map(({ text, href }) => (
          <a key={href} href={href} aria-current={isCurrent(href, path) ? 'page' : undefined}>
            {text}
          </a>
        ))}
      </nav>
      <div class="who">
        <span>
          {visitor.account.user} <small>{visitor.account.role}</small>
        </span>
        {visitor.hasSession && (
          <form method="post" action="sign-out">
            <button class="plain">Sign out</button>
          </form>
        )}
      </div>
    </>
  )
}

function isCurrent(href: string, path: string): boolean {
  if (href === '.') return path === '/'
  return path === `/${href}` || path.startsWith(`/${href}/`)
}

/** Stands last, when it is known which islands the page has. */
function Scripts({
  islands,
  findFile,
}: {
  readonly islands: ReadonlySet<string>
  readonly findFile: (name: string) => string
}): VNode {
  return (
    <>
      {[...islands].map((name) => (
        <script key={name} type="module" src={findFile(`${name}.js`)} />
      ))}
    </>
  )
}
