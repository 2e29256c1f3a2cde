import { fileURLToPath } from 'node:url'
import { prepareBenchmark } from '../prepare-benchmark.mjs'

/** Installs what is missing and builds the mapper as it ships. */
export function prepare() {
  prepareBenchmark(fileURLToPath(new URL('.', import.meta.url)), 'packages/mapper')
}
