import { SqlEditor } from '../models/sql-editor.tsx'
import { hydrateIsland } from './hydrate-island.tsx'

hydrateIsland('sql-editor', SqlEditor)
