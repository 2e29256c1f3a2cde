/** What values a column holds, as far as it matters to where they belong. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'time' | 'object' | 'other' | 'unknown'

const KINDS: readonly (readonly [RegExp, ValueKind])[] = [
  [/\[\]$|^_|^(?:jsonb?|array|struct|map|list|variant|object|record|super|hstore)\b/, 'object'],
  [/^bool/, 'boolean'],
  [/^(?:timestamp|datetime|date)/, 'time'],
  [/^(?:time|interval|bytea|blob|binary|varbinary)/, 'other'],
  [
    /^(?:u?(?:big|small|tiny|medium|huge)?int|integer|number|num|dec|float|double|real|(?:big|small)?serial|money)/,
    'number',
  ],
  [/^(?:text|string|uuid|inet|cidr|enum|citext|name|n?(?:var)?char|character|bpchar)/, 'text'],
]

/** What a column of a type holds, by the type's name in whatever warehouse; unknown for a type that nobody knows. */
export function judgeType(type: string): ValueKind {
  const name = type.trim().toLowerCase()
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
}
