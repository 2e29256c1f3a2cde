import { say } from './say.ts'

const PATIENCE_MS = 15_000

/** Sends the form of a switch when it is switched, and says what came of it; what was refused is switched back. */
export function actAtOnce(): void {
  document.addEventListener('change', ({ target }) => {
    const control = target as HTMLInputElement
    const form = control.form
    if (form?.hasAttribute('data-switch') === true) void send(form, control)
  })
}

async function send(form: HTMLFormElement, control: HTMLInputElement): Promise<void> {
  const wanted = control.checked
  control.ariaBusy = 'true'
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: wanted ? `${control.name}=on` : '',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (answer.status === 401) return location.reload()
    const { message, versions } = (await answer.json()) as {
      readonly message: string
      readonly versions?: { readonly before: string; readonly after: string }
    }
    say(message, answer.ok)
    // A form of what was switched is saved over what it is now.
    for (const input of document.querySelectorAll<HTMLInputElement>('input[name=version]'))
      if (versions !== undefined && input.value === versions.before) input.value = versions.after
    if (!answer.ok) control.checked = !wanted
  } catch {
    control.checked = !wanted
    say('The console does not answer. Nothing was changed.', false)
  } finally {
    control.ariaBusy = null
  }
}
