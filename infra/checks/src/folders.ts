/** The root of the repository. */
export const ROOT = new URL('../../../', import.meta.url)

/** The folder that holds what operators deploy. */
export const INFRA = new URL('infra/', ROOT)
