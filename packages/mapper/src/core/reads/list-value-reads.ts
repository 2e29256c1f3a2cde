import type { Json } from '@sluice/shared/domain'
import { isDirective, isDirectiveKey } from '../language/is-directive.ts'
import { isMappingList, isMappingObject } from '../language/json-value.ts'
import type { MappingPath } from '../language/mapping-error.ts'
import { parseRowPath } from '../language/path.ts'
import { applyRootDirective } from '../language/root-directive.ts'
import { listLiquidReads } from './list-liquid-reads.ts'
import { listTemplateReads } from './list-template-reads.ts'
import type { ReadOrigin, RowRead } from './row-read.ts'

const ITEM: ReadOrigin = { from: 'value' }

/** Everything that a value of a mapping reads from its origin, and what stands inside it from theirs. */
export function listValueReads(
  value: Json | undefined,
  path: MappingPath,
  origin: ReadOrigin,
): readonly RowRead[] {
  if (isMappingList(value)) {
    return value.flatMap((item, index) => listValueReads(item, [...path, index], origin))
  }
  if (!isMappingObject(value)) return []
  if (!isDirective(value)) return listMemberReads(value, path, origin)
  const name = Object.keys(value).find(isDirectiveKey) ?? ''
  return listDirectiveReads(name, value[name], [...path, name], origin)
}

function listDirectiveReads(
  name: string,
  options: Json | undefined,
  path: MappingPath,
  origin: ReadOrigin,
): readonly RowRead[] {
  const read = (keys: readonly string[]): RowRead => ({ ...origin, path, keys })
  switch (name) {
    case '@path':
      if (typeof options === 'string') return [read(parseRowPath(options))]
      return [read([]), ...listValueReads(options, path, origin)]
    case '@template':
      if (typeof options === 'string') return listTemplateReads(options).map(read)
      return [read([]), ...listValueReads(options, path, origin)]
    case '@liquid':
      return listLiquidReads(typeof options === 'string' ? options : '').map(({ keys, isLocal }) =>
        // A name that the template gives itself may be the row's all the same: before it is given.
        isLocal && keys[0] !== 'properties' ? { ...ITEM, path, keys } : read(keys),
      )
    case '@arrayPath':
      return isMappingList(options) ? listArrayReads(options, path, origin) : []
    case '@transform':
      return isMappingObject(options) ? listTransformReads(options, path, origin) : []
    default:
      return listValueReads(options, path, origin)
  }
}

function listMemberReads(
  object: { readonly [key: string]: Json },
  path: MappingPath,
  origin: ReadOrigin,
): readonly RowRead[] {
  return Object.entries(object).flatMap(([key, member]) => listValueReads(member, [...path, key], origin))
}

function listArrayReads(
  [list, shape]: readonly Json[],
  path: MappingPath,
  origin: ReadOrigin,
): readonly RowRead[] {
  const root =
    typeof list === 'string'
      ? [{ ...origin, path: [...path, 0], keys: parseRowPath(list) }]
      : listValueReads(list, [...path, 0], origin)
  return [...root, ...listValueReads(shape, [...path, 1], ITEM)]
}

function listTransformReads(
  { apply, mapping }: { readonly [key: string]: Json },
  path: MappingPath,
  origin: ReadOrigin,
): readonly RowRead[] {
  const root = isMappingObject(apply) ? applyRootDirective(apply) : null
  const made = root?.ok ? root.value : undefined
  const isSpeltOut = isMappingObject(made) && !isDirective(made)
  return [
    ...listValueReads(made, [...path, 'apply'], origin),
    ...listValueReads(
      mapping,
      [...path, 'mapping'],
      isSpeltOut ? { from: 'object', members: Object.keys(made) } : ITEM,
    ),
  ]
}
