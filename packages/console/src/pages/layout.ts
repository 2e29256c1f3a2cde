import type { KnownVisitor } from '../access/visitor.ts'
import { html, type Html } from './html.ts'

/**
 * A whole page; `visitor` is who looks at it. Its only script may be one of our files.
 * Its links are relative to where the console stands, so none begins with a slash.
 */
export function layOut(
  title: string,
  content: Html,
  options: {
    /** The path of a proxy that the console stands under; empty for none. */
    readonly basePath: string
    readonly visitor?: KnownVisitor
    /** A script among the assets. */
    readonly script?: string
  },
): Html {
  const { basePath, visitor, script } = options
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <base href="${basePath}/" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Sluice</title>
        <link rel="icon" type="image/svg+xml" href="logo.svg" />
        <link rel="stylesheet" href="style.css" />
        <link rel="stylesheet" href="tables.css" />
        <link rel="stylesheet" href="forms.css" />
        ${script === undefined ? null : html`<script src="${script}" defer></script>`}
      </head>
      <body>
        <header>
          <a class="brand" href="."><img src="logo.svg" alt="" width="28" height="28" />Sluice</a>
          ${
            visitor === undefined
              ? null
              : html`<nav>
                  <a href="queues">Queues</a>
                  <span class="who">${visitor.account.user} <small>${visitor.account.role}</small></span>
                  ${
                    visitor.hasSession
                      ? html`<form method="post" action="sign-out">
                          <button class="plain">Sign out</button>
                        </form>`
                      : null
                  }
                </nav>`
          }
        </header>
        <main>${content}</main>
      </body>
    </html> `
}
