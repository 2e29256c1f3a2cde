/** What a server inherits: nothing of the user's, so that no PGPORT or locale of theirs changes how it behaves. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
