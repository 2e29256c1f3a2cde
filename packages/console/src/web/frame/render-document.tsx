/** @jsxRuntime automatic @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import type { View } from '../pages/page.ts'
import { Document, type Frame } from './document.tsx'

/** A page as text; every value in it is escaped. */
export function renderDocument({ title, body, renewAfterMs }: View, frame: Frame): string {
  const text = renderToString(
    <Document frame={frame} title={title} renewAfterMs={renewAfterMs}>
      {body}
    </Document>,
  )
  return `<!doctype html>${text}`
}
