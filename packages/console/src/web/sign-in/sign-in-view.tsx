/** @jsxRuntime automatic @jsxImportSource preact */
import { view, type View } from '../pages/page.ts'

/** The page to sign in on. */
export function signInView({
  next,
  complaint,
  carried,
}: {
  /** Where it leads to. */
  readonly next: string
  /** Why it is shown again. */
  readonly complaint: string | null
  /** A form that was sent to `next` when the session had ended; it is sent once somebody has signed in. */
  readonly carried: string | null
}): View {
  return view(
    'Sign in',
    <form class="card narrow" method="post" action="sign-in">
      <h1>Sign in</h1>
      {carried !== null && <p>You were signed out. Sign in, and what you have typed is sent.</p>}
      {complaint !== null && (
        <p class="alert" role="alert">
          {complaint}
        </p>
      )}
      <div class="field">
        <label for="user">User</label>
        <input id="user" name="user" autocomplete="username" autocapitalize="none" required autofocus />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
      <input type="hidden" name="next" value={next} />
      {carried !== null && <input type="hidden" name="carried" value={carried} />}
      <button>Sign in</button>
    </form>,
  )
}
