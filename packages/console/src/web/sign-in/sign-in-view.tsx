/** @jsxRuntime automatic @jsxImportSource preact */
import { view, type View } from '../pages/page.ts'

/** Where people may sign in beside the accounts. */
export interface SignInProvider {
  readonly name: string
  /** True where there are no accounts. */
  readonly isOnly: boolean
}

/** The page to sign in on. */
export function signInView({
  next,
  complaint,
  carried,
  provider,
}: {
  /** Where it leads to. */
  readonly next: string
  /** Why it is shown again. */
  readonly complaint: string | null
  /** A form that was sent to `next` when the session had ended; it is sent once somebody has signed in. */
  readonly carried: string | null
  readonly provider: SignInProvider | null
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
      {provider?.isOnly !== true && <Passwords />}
      <input type="hidden" name="next" value={next} />
      {carried !== null && <input type="hidden" name="carried" value={carried} />}
      {provider?.isOnly !== true && <button>Sign in</button>}
      {provider !== null && (
        <button formaction="sign-in/with" formnovalidate class={provider.isOnly ? undefined : 'secondary'}>
          Sign in with {provider.name}
        </button>
      )}
    </form>,
  )
}

function Passwords() {
  return (
    <>
      <div class="field">
        <label for="user">User</label>
        <input id="user" name="user" autocomplete="username" autocapitalize="none" required autofocus />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
      </div>
    </>
  )
}
