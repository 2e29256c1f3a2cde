/** What somebody may do: an operator also requeues, discards and pauses; a viewer reads. */
export type Role = 'operator' | 'viewer'

/** Somebody whom the console knows. */
export interface Account {
  readonly user: string
  readonly role: Role
}

/** An account with what proves it. */
export interface Credentials extends Account {
  readonly password: string
}
