import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'

// The package exports its code only; the files lie beside it.
const DATA = new URL('../node_modules/vega-datasets/data/', import.meta.url)

/**
 * A film of vega-datasets' movies.json: 3,201 rows with nulls, and with titles that are missing, numeric or not unique.
 */
export interface Movie {
  readonly Title: string | number | null
  readonly 'US Gross': number | null
  readonly 'Release Date': string
  readonly Director: string | null
  readonly 'IMDB Rating': number | null
  readonly 'IMDB Votes': number | null
}

/** A row of vega-datasets' zipcodes.csv: 42,049 of them, keyed by codes with leading zeros. */
export interface ZipCode {
  readonly zip_code: string
  readonly latitude: string
  readonly longitude: string
  readonly city: string
  readonly state: string
  readonly county: string
}

/** The films, in the order of the file. */
export async function readMovies(): Promise<readonly Movie[]> {
  return JSON.parse(await readData('movies.json')) as Movie[]
}

/** The ZIP codes, in the order of the file. */
export async function readZipCodes(): Promise<readonly ZipCode[]> {
  return parse(await readData('zipcodes.csv'), { columns: true }) as ZipCode[]
}

function readData(file: string): Promise<string> {
  return readFile(new URL(file, DATA), 'utf8')
}
