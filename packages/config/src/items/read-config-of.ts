import {
  OPS,
  parseDurationMs,
  type Config,
  type Destination,
  type Mapping,
  type Model,
  type Op,
  type Schedule,
  type Source,
  type SourceTls,
} from '@sluice/shared/domain'
import type { Sections } from './parse-sections.ts'
import { DEFAULT_DEADLINE_MS, type ItemOf, type SectionName } from './schema.ts'

/** The config that sections without a mistake say. */
export function readConfigOf(sections: Sections): Config {
  return {
    sources: complete<'sources'>(sections.sources).map(readSource),
    models: complete<'models'>(sections.models).map(readModel),
    destinations: complete<'destinations'>(sections.destinations).map(readDestination),
    mappings: complete<'mappings'>(sections.mappings).map(readMapping),
  }
}

/** Without a mistake nothing is left out. */
function complete<Name extends SectionName>(items: readonly object[]): readonly ItemOf<Name>[] {
  return items as readonly ItemOf<Name>[]
}

function readSource({ id, type, connection, ssl, statement_timeout: timeout }: ItemOf<'sources'>): Source {
  const timeoutMs = timeout === undefined ? null : parseDurationMs(timeout)
  return {
    id,
    type,
    connection,
    ...(ssl === undefined ? {} : { ssl: readTls(ssl) }),
    ...(timeoutMs === null ? {} : { statementTimeoutMs: timeoutMs }),
  }
}

function readTls(ssl: NonNullable<ItemOf<'sources'>['ssl']>): SourceTls {
  const { ca, cert, key } = ssl
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  }
}

function readModel({ id, source, identifier, query }: ItemOf<'models'>): Model {
  return { id, source, identifier, query }
}

function readDestination(item: ItemOf<'destinations'>): Destination {
  return {
    id: item.id,
    source: item.source ?? null,
    writeKey: item.write_key,
    region: item.region,
    enabled: item.enabled,
    eventsPerSecond: item.events_per_second ?? null,
    requestsPerSecond: item.requests_per_second ?? null,
    // The schema lets nothing else through.
    deadlineMs: parseDurationMs(item.deadline) ?? DEFAULT_DEADLINE_MS,
  }
}

function readMapping(item: ItemOf<'mappings'>): Mapping {
  return {
    id: item.id,
    model: item.model,
    destination: item.destination,
    action: item.action,
    trigger: sortOps(typeof item.trigger === 'string' ? [item.trigger] : item.trigger),
    filter: item.filter ?? null,
    schedule: readSchedule(item.schedule),
    enabled: item.enabled,
    maxDeletedPercent: item.max_deleted_percent,
    fields: item.fields,
  }
}

function readSchedule(schedule: ItemOf<'mappings'>['schedule']): Schedule | null {
  if (schedule === 'manual') return null
  if ('every' in schedule) return { every: schedule.every }
  const { cron, timezone } = schedule
  return timezone === undefined ? { cron } : { cron, timezone }
}

/** A trigger is a set: each op once, in one order. */
function sortOps(ops: readonly Op[]): readonly Op[] {
  return OPS.filter((op) => ops.includes(op))
}
