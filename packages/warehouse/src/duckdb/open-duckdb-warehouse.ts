import { SluiceError } from '@sluice/shared/errors'
import type { Warehouse } from '../port.ts'
import { countIdentifier } from './count-identifier.ts'
import { commit } from './commit.ts'
import { describe } from './describe.ts'
import type { Driver } from './driver.ts'
import { inspect } from './inspect.ts'
import { discard, listStaged } from './manage-state.ts'
import { createMutex } from './mutex.ts'
import { chooseSettings, type DuckdbOptions } from './options.ts'
import { findRecordsOf, findRecordsWith } from './find-records.ts'
import { readDelivered } from './read-delivered.ts'
import { readRecordRows, readRecordState } from './read-record.ts'
import { readRows } from './read-rows.ts'
import { foretell } from '../delta/foretell.ts'
import { readPages } from '../delta/pages.ts'
import { readInvalid, readStaged } from './read-staged.ts'
import { countRecords } from './records.ts'
import { remember } from './remember.ts'
import { TimeoutPassed, withSession, type Session, type SessionRequest } from './session.ts'
import { createSlots } from './slots.ts'
import { stage } from './stage.ts'
import { writeLog } from './sync-log.ts'

/**
 * Opens a DuckDB file as a warehouse. Nothing is open between two calls: each opens the files that it needs, works,
 * and closes them, so that others can write to the user's file between syncs.
 */
export function openDuckdbWarehouse(driver: Driver, options: DuckdbOptions): Warehouse {
  const settings = chooseSettings(options)
  const place = { sourceId: settings.sourceId, address: settings.state }
  const timeoutMs = settings.statementTimeoutMs
  const inState = <T>(mode: SessionRequest['mode'], work: (session: Session) => Promise<T>): Promise<T> =>
    withSession(driver, settings, { files: 'state', mode }, work)
  const inData = <T>(
    modelId: string,
    signal: AbortSignal | undefined,
    work: (session: Session) => Promise<T>,
  ): Promise<T> =>
    takeQuestion(
      () =>
        takeSlot(
          () =>
            limit(
              modelId,
              withSession(
                driver,
                settings,
                { files: 'data', mode: 'read', signal, timeoutMs, yields: true },
                work,
              ),
            ),
          signal,
        ),
      signal,
    )
  const changing = <T>(mappingId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
    takeTurn(`${settings.state}\n${mappingId}`, work, signal)

  // Mappings share the log: DuckDB refuses what two transactions do to one table at once.
  const logging = <T>(isLogged: boolean, work: () => Promise<T>): Promise<T> =>
    isLogged ? takeTurn(`${settings.state}\nsync log`, work, undefined) : work()

  return {
    check: async () => {
      await withSession(driver, settings, { files: 'data', mode: 'read' }, async () => {})
      await inState('write', async () => {})
    },
    inspect: () => inspect(driver, settings),
    describe: (model, modelId, signal) =>
      inData(modelId, signal, (session) => describe(session, model, modelId)),
    readRows: (model, modelId, rows, signal) =>
      inData(modelId, signal, (session) => readRows(session, model, modelId, rows)),
    countIdentifier: (model, modelId, signal) =>
      inData(modelId, signal, (session) => countIdentifier(session, model, modelId)),
    stage: (request) => {
      const { mappingId, modelId, signal } = request
      const asked: SessionRequest = { files: 'both', mode: 'write', signal, timeoutMs }
      return changing(
        mappingId,
        () =>
          takeSlot(
            () =>
              limit(
                modelId,
                withSession(driver, settings, asked, (session) => stage(session, place, request)),
              ),
            signal,
          ),
        signal,
      )
    },
    // Each page opens the file and lets go of it.
    readStaged: (syncId, range) =>
      readPages(range, (page) => inState('read', (session) => readStaged(session, place, syncId, page))),
    readInvalid: (syncId, range) =>
      readPages(range, (page) => inState('read', (session) => readInvalid(session, place, syncId, page))),
    commit: (request) =>
      changing(request.mappingId, () =>
        logging(request.log !== undefined, () =>
          inState('write', (session) => commit(session, place, request)),
        ),
      ),
    remember: (request) =>
      changing(request.mappingId, () => inState('write', (session) => remember(session, place, request))),
    writeLog: (request) =>
      logging(true, () => inState('write', (session) => writeLog(session, place, request))),
    countRecords: (owner) => inState('read', (session) => countRecords(session, owner)),
    discard: (syncId) => inState('write', (session) => discard(session, syncId)),
    listStaged: () => inState('read', listStaged),
    readDelivered: (owner, recordIds) =>
      inState('read', (session) => readDelivered(session, place, owner, recordIds)),
    readRecord: async (request) => {
      const { modelId, signal } = request
      const state = await inState('read', (session) => readRecordState(session, place, request))
      const readRows = (session: Session) => readRecordRows(session, request, state.manifest)
      return foretell(request, state, () => inData(modelId, signal, readRows))
    },
    findRecordsWith: (search) =>
      inData(search.modelId, search.signal, (session) => findRecordsWith(session, search)),
    findRecordsOf: (search) => inState('read', (session) => findRecordsOf(session, place, search)),
    close: async () => {},
  }
}

// Of this process; another one cannot have the file open meanwhile.
const takeTurn = createMutex()

/**
 * Models that are run at a time: each keeps one of the four threads that Node has for
 * this, for names and for passwords.
 */
const MODELS_LIMIT = 2
const takeSlot = createSlots(MODELS_LIMIT)

/** One place is left to syncs, however many questions there are. */
const takeQuestion = createSlots(MODELS_LIMIT - 1)

/** A model's query that took too long is the model's fault. */
function limit<T>(modelId: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof TimeoutPassed)) throw error
    throw new SluiceError(
      'query_failed',
      `model ${modelId}: the query failed while it ran (interrupted): it took longer than the statement_timeout of its source`,
      { cause: error },
    )
  })
}
