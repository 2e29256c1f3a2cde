import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { AcceptedEvent } from '@sluice/emulator/server'
import type { SyncDocument } from '@sluice/shared/domain'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { readMovies, readZipCodes, type Movie, type ZipCode } from './vega-rows.ts'

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: movies, source: warehouse, identifier: movie_id, query: "select * from movies" }
  - { id: zip-codes, source: warehouse, identifier: zip_code, query: "select * from zip_codes" }
destinations:
  - { id: segment-us, source: warehouse, write_key: "\${US_KEY}", region: us-west-2 }
  - { id: segment-eu, source: warehouse, write_key: "\${EU_KEY}", region: eu-west-1 }
mappings:
  - id: movies-track
    model: movies
    destination: segment-us
    action: sendTrack
    trigger: [added, updated]
    fields:
      event_name: Movie Listed
      user_id: { "@template": "movie-{{properties.movie_id}}" }
      properties:
        title: { "@path": "$.properties.Title" }
        us_gross: { "@path": "$.properties.US Gross" }
        released: { "@path": "$.properties.Release Date" }
        director: { "@path": "$.properties.Director" }
        imdb: { rating: { "@path": "$.properties.IMDB Rating" }, votes: { "@path": "$.properties.IMDB Votes" } }
  - id: zip-codes-identify
    model: zip-codes
    destination: segment-eu
    action: sendIdentify
    trigger: [added, updated, deleted]
    fields:
      user_id: { "@path": "$.__segment_id" }
      traits:
        change: { "@path": "$.event" }
        city: { "@path": "$.properties.city" }
        state: { "@path": "$.properties.state" }
        position:
          latitude: { "@path": "$.properties.latitude" }
          longitude: { "@path": "$.properties.longitude" }
`

describe('rows that nobody here wrote', () => {
  let pipeline: Pipeline
  let movies: readonly Movie[]
  let zipCodes: readonly ZipCode[]

  beforeAll(async () => {
    pipeline = await openPipeline()
    movies = await readMovies()
    zipCodes = await readZipCodes()
    await pipeline.warehouse(
      `create table movies (
        movie_id int primary key, "Title" text, "US Gross" bigint, "Release Date" text, "Director" text,
        "IMDB Rating" double precision, "IMDB Votes" int
      )`,
    )
    await pipeline.warehouse(
      `insert into movies select ordinality, r->>'Title', (r->>'US Gross')::bigint, r->>'Release Date', r->>'Director',
         (r->>'IMDB Rating')::double precision, (r->>'IMDB Votes')::int
       from json_array_elements($1::json) with ordinality as rows (r, ordinality)`,
      [JSON.stringify(movies)],
    )
    await pipeline.warehouse(
      `create table zip_codes (
        zip_code text primary key, latitude double precision, longitude double precision, city text, state text, county text
      )`,
    )
    await pipeline.warehouse(
      `insert into zip_codes select r->>'zip_code', (r->>'latitude')::double precision, (r->>'longitude')::double precision,
         r->>'city', r->>'state', r->>'county'
       from json_array_elements($1::json) as rows (r)`,
      [JSON.stringify(zipCodes)],
    )
    await pipeline.startWorkers()
  })
  afterAll(async () => {
    await pipeline.close()
  })

  const sync = async (mapping: string): Promise<SyncDocument> => {
    const { code, stdout, stderr } = await pipeline.sluice(['sync', mapping, '--wait', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout) as SyncDocument
  }
  const byUser = (events: readonly AcceptedEvent[]): Map<unknown, AcceptedEvent> =>
    new Map(events.map((event) => [event.payload['userId'], event]))

  test('are applied from one file, and not again when nothing has changed', async () => {
    const path = await pipeline.writeConfig(CONFIG)
    const first = await pipeline.sluice(['apply', '-f', path, '--json'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const resources = [
      'destination/segment-eu',
      'destination/segment-us',
      'mapping/movies-track',
      'mapping/zip-codes-identify',
      'model/movies',
      'model/zip-codes',
      'source/warehouse',
    ]
    expect(sortPlan(first.stdout)).toEqual({
      created: resources,
      updated: [],
      removed: [],
      unchanged: [],
      effects: [],
    })
    const second = await pipeline.sluice(['apply', '-f', path, '--json'])
    expect(sortPlan(second.stdout)).toEqual({
      created: [],
      updated: [],
      removed: [],
      unchanged: resources,
      effects: [],
    })
  })

  test('arrive once each, in their region under their key, with their values', async () => {
    expect(await sync('movies-track')).toMatchObject({
      status: 'succeeded',
      extracted: 3_201,
      added: 3_201,
      delivered: 3_201,
      inFlight: 0,
    })
    expect(await sync('zip-codes-identify')).toMatchObject({
      status: 'succeeded',
      extracted: 42_049,
      delivered: 42_049,
      inFlight: 0,
    })

    const { us, eu } = pipeline.writeKeys
    const counts = pipeline.emulator.counts()
    expect(counts).toMatchObject({ accepted: 45_250, duplicates: 0, rejected: 0 })
    expect(counts.byRegion['us-west-2'].accepted).toBe(3_201)
    expect(counts.byRegion['eu-west-1'].accepted).toBe(42_049)

    const tracks = byUser(pipeline.emulator.events({ region: 'us-west-2', writeKey: us, type: 'track' }))
    expect(tracks.size).toBe(3_201)
    for (const [index, movie] of movies.entries()) {
      const event = tracks.get(`movie-${index + 1}`)
      expect(event?.payload['event']).toBe('Movie Listed')
      expect(event?.payload['properties']).toEqual({
        title: movie.Title === null ? null : String(movie.Title),
        us_gross: movie['US Gross'],
        released: movie['Release Date'],
        director: movie.Director,
        imdb: { rating: movie['IMDB Rating'], votes: movie['IMDB Votes'] },
      })
    }

    const identifies = byUser(
      pipeline.emulator.events({ region: 'eu-west-1', writeKey: eu, type: 'identify' }),
    )
    expect(identifies.size).toBe(42_049)
    for (const { zip_code: zipCode, city, state, latitude, longitude } of zipCodes) {
      expect(identifies.get(zipCode)?.payload['traits']).toEqual({
        change: 'new',
        city,
        state,
        position: { latitude: Number(latitude), longitude: Number(longitude) },
      })
    }
  })

  test('are not sent again when nothing has changed', async () => {
    const before = pipeline.emulator.counts()
    for (const mapping of ['movies-track', 'zip-codes-identify']) {
      expect(await sync(mapping)).toMatchObject({ status: 'succeeded', extracted: 0, delivered: 0 })
    }
    expect(pipeline.emulator.counts()).toEqual(before)
  })

  test('are sent again as far as they changed, under new messageIds', async () => {
    await pipeline.warehouse(`update zip_codes set city = upper(city) where state = 'AK'`)
    await pipeline.warehouse(`delete from zip_codes where state = 'RI'`)
    const alaska = zipCodes.filter(({ state }) => state === 'AK').length
    const rhodeIsland = zipCodes.filter(({ state }) => state === 'RI').length
    const earlier = new Set(pipeline.emulator.events().map(({ messageId }) => messageId))

    expect(await sync('zip-codes-identify')).toMatchObject({
      added: 0,
      updated: alaska,
      deleted: rhodeIsland,
      delivered: alaska + rhodeIsland,
    })
    const sent = pipeline.emulator.events().slice(earlier.size)
    expect(sent.filter(({ messageId }) => earlier.has(messageId))).toEqual([])
    const traits = sent.map(({ payload }) => payload['traits'] as { change: string; city: string | null })
    expect(
      traits.filter(({ change }) => change === 'updated').every(({ city }) => city === city?.toUpperCase()),
    ).toBe(true)
    // A deleted row has every column, all null.
    expect(traits.filter(({ change }) => change === 'deleted').map(({ city }) => city)).toEqual(
      Array(rhodeIsland).fill(null),
    )
  })

  test('leave a history that can be asked for', async () => {
    const { stdout } = await pipeline.sluice(['syncs', 'zip-codes-identify', '--json'])
    const history = JSON.parse(stdout) as SyncDocument[]
    expect(history.map(({ status, origin }) => `${status} ${origin}`)).toEqual(
      Array(3).fill('succeeded manual'),
    )
    expect(history.map(({ extracted }) => extracted).at(-1)).toBe(42_049)
  })
})

function sortPlan(stdout: string): Record<string, string[]> {
  const plan = JSON.parse(stdout) as Record<string, string[]>
  return Object.fromEntries(Object.entries(plan).map(([kind, resources]) => [kind, resources.toSorted()]))
}
