import type { Mapping } from '@sluice/shared/domain'

/** The columns that a mapping reads. Hardly ever asked, so what knows the mapping language is loaded only then. */
export async function listColumnsRead(mapping: Mapping): Promise<readonly string[] | 'all'> {
  const language = await import('@sluice/mapper/core')
  return language.listColumnsRead(mapping)
}
