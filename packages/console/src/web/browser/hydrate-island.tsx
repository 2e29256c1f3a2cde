/** @jsxRuntime automatic @jsxImportSource preact */
import { hydrate, type ComponentType } from 'preact'

/** Takes over every island of a name that the page has, each with the props that stand behind it. */
export function hydrateIsland<Props extends object>(name: string, Part: ComponentType<Props>): void {
  for (const island of document.querySelectorAll(`[data-island="${name}"]`)) {
    const props = JSON.parse(island.nextElementSibling?.textContent ?? '{}') as Props
    hydrate(<Part {...props} />, island)
  }
}
