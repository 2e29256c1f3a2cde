import { html, type Html } from './html.ts'
import { layOut } from './layout.ts'

/** The page to sign in on; `next` is where it leads to, `complaint` why it is shown again. */
export function showSignIn({
  next,
  complaint,
  basePath,
}: {
  readonly next: string
  readonly complaint: string | null
  readonly basePath: string
}): Html {
  return layOut(
    'Sign in',
    html`<form class="card" method="post" action="sign-in">
      <h1>Sign in</h1>
      ${complaint === null ? null : html`<p class="bad" role="alert">${complaint}</p>`}
      <label
        >User <input name="user" autocomplete="username" autocapitalize="none" required autofocus
      /></label>
      <label>
        Password <input name="password" type="password" autocomplete="current-password" required />
      </label>
      <input type="hidden" name="next" value="${next}" />
      <button>Sign in</button>
    </form>`,
    { basePath },
  )
}
