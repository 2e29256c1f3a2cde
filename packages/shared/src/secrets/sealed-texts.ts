import type { Json } from '../domain/index.ts'

/** A value in which `{ "sealed": … }` stands for every text. */
export async function sealTexts(said: Json, seal: (text: string) => string | Promise<string>): Promise<Json> {
  if (typeof said === 'string') return { sealed: await seal(said) }
  return mapMembers(said, (member) => sealTexts(member, seal))
}

/** Such a value with something else in the place of each `{ "sealed": … }`: the text that was sealed, say. */
export async function replaceSealed(
  written: Json,
  replace: (sealed: string) => Json | Promise<Json>,
): Promise<Json> {
  const { sealed } = typeof written === 'object' && written !== null ? (written as { sealed?: Json }) : {}
  if (typeof sealed === 'string') return replace(sealed)
  return mapMembers(written, (member) => replaceSealed(member, replace))
}

async function mapMembers(value: Json, map: (member: Json) => Promise<Json>): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((member: Json) => map(member)))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(async ([key, member]) => [key, await map(member)] as const)
  return Object.fromEntries(await Promise.all(members))
}
