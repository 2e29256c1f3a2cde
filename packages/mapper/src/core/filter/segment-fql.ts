/* oxlint-disable import/default, import/no-named-as-default-member --
   both packages are CommonJS and build their exports with getters, so from ESM only the default import sees them. */
import subscriptions from '@segment/destination-subscriptions'
import language from '@segment/fql-ts'

/** Segment's own parser of filters, and its evaluation, which ours is held to. */
export const { parseFql, validate } = subscriptions

/** Segment's own lexer of filters. */
export const { lex } = language
