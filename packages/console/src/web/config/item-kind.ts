import type { ResourceKind, WrittenItem } from '@sluice/config'
import type { ItemDocument } from '@sluice/operations'
import type { ComponentChildren } from 'preact'
import type { Submission, Visit } from '../pages/page.ts'
import type { Cell, Column } from '../parts/table.tsx'
import type { ItemField } from './item-keys.ts'

/** What stands in a form for an item. */
export interface ItemForm<Context> {
  readonly fields: readonly ItemField[]
  /** What is saved, or what a new one begins with; secrets read `{ set: true }`. */
  readonly before: WrittenItem
  readonly values: Readonly<Record<string, string>>
  readonly issues: Readonly<Record<string, string>>
  readonly context: Context
  /** False while it may only be looked at. */
  readonly isOpen: boolean
}

/** What it takes to delete items of a kind, and to take them over. */
export interface ItemPlace {
  readonly kind: ResourceKind
  /** The first part of their paths: `sources`. */
  readonly place: string
  /** Where the list of them is; `place` if absent. */
  readonly list?: string
  /** What needs one of them. */
  readonly showUse: (visit: Visit, document: ItemDocument) => Promise<ComponentChildren>
}

/** What the pages of a kind of item differ in. */
export interface ItemKind<Context> extends ItemPlace {
  /** `Sources` */
  readonly title: string
  /** What the list says of each, beside its name. */
  readonly columns: readonly Column[]
  readonly writeCells: (item: WrittenItem) => readonly Cell[]
  /** What an empty list says, and what to do first. */
  readonly emptyText: ComponentChildren
  /** What the form has to choose from. */
  readonly readContext: (visit: Visit) => Promise<Context>
  /** What a new one begins with. */
  readonly begin: (visit: Visit, context: Context) => WrittenItem
  readonly Fields: (form: ItemForm<Context>) => ComponentChildren
  /** A question that is asked about what was typed, and the part of the page that its answer stands in. */
  readonly question?: {
    readonly label: string
    /** What is said while it is asked. */
    readonly waiting: string
    /** The id of that part. */
    readonly region: string
    /** What the answer is about, for who does not see it. */
    readonly title: string
    readonly ask: (submission: Submission, item: WrittenItem) => Promise<ComponentChildren>
  }
  /** Beside the name of one that is saved. */
  readonly Actions?: (document: ItemDocument, isOperator: boolean) => ComponentChildren
  /** Between its name and its form. */
  readonly showHead?: (visit: Visit, document: ItemDocument) => Promise<ComponentChildren>
  /** A change of one may change the events of records that were sent. */
  readonly changesEvents?: boolean
  /** What is set of a new one that its form does not ask. */
  readonly fix?: (item: WrittenItem) => WrittenItem
}
