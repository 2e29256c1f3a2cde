import type { KnownVisitor } from '../access/visitor.ts'
import { html, type Html } from './html.ts'
import { layOut } from './layout.ts'

/** Asks whether to sign out: leaving is an order, and no link may give one. */
export function showSignOut(visitor: KnownVisitor, basePath: string): Html {
  return layOut(
    'Sign out',
    html`<form class="card" method="post" action="sign-out">
      <h1>Sign out</h1>
      ${
        visitor.hasSession
          ? html`<p>You are signed in as ${visitor.account.user}.</p>
              <button autofocus>Sign out</button>`
          : html`<p>
              Your browser sends your password by itself, or none is asked for: there is nothing to sign out
              of.
            </p>`
      }
      <p><a href=".">Back</a></p>
    </form>`,
    { basePath, visitor },
  )
}
