import { MappingEditor } from '../mapping/editor/mapping-editor.tsx'
import { hydrateIsland } from './hydrate-island.tsx'

hydrateIsland('mapping-editor', MappingEditor)
