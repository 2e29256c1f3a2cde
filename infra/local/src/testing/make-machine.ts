import type { Machine } from '../machine.ts'
import { makeFolder } from './make-folder.ts'

/** A machine on which nothing is to be found, with a PATH and a cache of its own to put something into. */
export function makeMachine(): Machine {
  return {
    path: makeFolder(),
    cacheFolder: makeFolder(),
    usualPath: '',
    chrome: undefined,
    browsers: [],
    embeddedPostgres: undefined,
    postgresInstallations: [],
  }
}
