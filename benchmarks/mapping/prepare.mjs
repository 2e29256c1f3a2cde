import { fileURLToPath } from 'node:url'
import { prepareBenchmark } from '../prepare-benchmark.mjs'

/** Builds the mapper as it ships, and installs what it is compared with, unless it is alone. */
export function prepare({ alone }) {
  prepareBenchmark(alone ? null : fileURLToPath(new URL('.', import.meta.url)), 'packages/mapper')
}
