import { LocalServerError } from './local-server-error.ts'

/** Another program listens on the port. */
export class PortTakenError extends LocalServerError {
  constructor(port: number) {
    super(`port ${port} of 127.0.0.1 is taken: stop what listens there, or start without a fixed port`)
  }
}
