import { Router } from 'express'
import type { BrowserFiles } from './browser-files.ts'

/** Serves files by their paths, which change with what is in them: a browser never needs to ask twice. */
export function serveBrowserFiles({ files }: BrowserFiles): Router {
  const router = Router()
  for (const { path, body } of files) {
    router.get(`/${path}`, (_request, response) => {
      response.set('cache-control', 'public, max-age=31536000, immutable')
      response.type(path).send(Buffer.from(body))
    })
  }
  return router
}
