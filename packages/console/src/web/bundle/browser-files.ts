/** A file that a browser loads, under a name that changes with what is in it. */
export interface BrowserFile {
  /** `page-3XKJQZ7A.js` */
  readonly path: string
  readonly body: Uint8Array
}

/** What browsers load of the console. */
export interface BrowserFiles {
  readonly files: readonly BrowserFile[]
  /** The address of a file by its name (`page.js`), relative to where the console stands; throws for one unknown. */
  readonly find: (name: string) => string
}

/** The folder that they stand in. */
export const FILES_PATH = 'assets'

/** Files by what is read of them: which path each name has, and what lies under each path. */
export function createBrowserFiles(
  paths: Readonly<Record<string, string>>,
  files: readonly BrowserFile[],
): BrowserFiles {
  return {
    files,
    find(name) {
      const path = paths[name]
      if (path === undefined) throw new Error(`there is no ${name} for the browser`)
      return `${FILES_PATH}/${path}`
    },
  }
}
