import type { AskDeps, ConfigDeps, ExtractorDeps, Visitor } from '@sluice/operations'
import type { ResourceKind } from '@sluice/config'
import type { z } from 'zod'
import type { Role } from '../access/account.ts'
import type { Shape } from './openapi/shape.ts'

/** What routes work with. */
export interface ApiDeps extends ExtractorDeps, AskDeps, ConfigDeps {}

/** A request that has passed every check. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The version that was seen, where the route asks for one. */
  readonly seen: string
  readonly visitor: Visitor
  /** The path of the API for whoever asks, such as /sluice/api/v1. */
  readonly base: string
  /** Aborted when whoever asks has gone. */
  readonly signal: AbortSignal
}

/** What a request is answered with. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One answer as the OpenAPI document describes it. */
export interface DescribedAnswer {
  readonly description: string
  /** null for an answer without a body. */
  readonly shape: Shape | null
  readonly headers?: readonly string[]
}

export type Method = 'get' | 'post' | 'put' | 'delete'

/** One route: where it stands, who may use it, what it takes and gives, and the operation that it is. */
export interface Route<Params = unknown, Query = unknown, Body = unknown> {
  readonly method: Method
  /** Below /api/v1, with names in braces: `/sources/{id}`. */
  readonly path: string
  readonly summary: string
  /** Who may use it; an operator may all. */
  readonly role: Role
  readonly params: z.ZodType<Params> | null
  readonly query: z.ZodType<Query> | null
  /** What the body must be; null for a route without one. */
  readonly body: z.ZodType<Body> | null
  /** How the document shows the body, where the operation judges it. */
  readonly bodyShape?: Shape
  /** The item of which a version must have been seen. */
  readonly guards?: (params: Params) => { readonly kind: ResourceKind; readonly id: string }
  /** Puts something on a queue: refused while Redis is away, as it would wait for that. */
  readonly queues?: boolean
  /** Takes an Idempotency-Key. */
  readonly isRepeatable?: boolean
  readonly answers: Readonly<Record<number, DescribedAnswer>>
  readonly run: (deps: ApiDeps, call: Call<Params, Query, Body>) => Promise<Answer>
}

/** A route with what it takes checked by the compiler, for a table of all. */
export function route<Params, Query, Body>(described: Route<Params, Query, Body>): Route {
  return described as Route
}
