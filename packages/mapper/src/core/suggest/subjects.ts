/** What a row, or a column, can be about. */
export type Subject =
  | 'person'
  | 'group'
  | 'address'
  | 'place'
  | 'order'
  | 'product'
  | 'review'
  | 'event'
  | 'page'
  | 'screen'
  | 'device'
  | 'app'
  | 'system'
  | 'campaign'
  | 'email'

const WORDS: Readonly<Record<Subject, string>> = {
  person:
    'user customer contact person people member client subscriber buyer shopper profile lead guest player student requester purchaser consumer patient passenger',
  group: 'company organization account workspace team tenant business employer group firm',
  address: 'address billing shipping mailing postal home hq headquarters',
  place: 'location geo ip',
  order: 'order transaction purchase sale checkout',
  product: 'product item article merchandise',
  review: 'review',
  event: 'event action activity interaction track hit exposure',
  page: 'page pageview',
  screen: 'screen',
  device: 'device mobile handset',
  app: 'app',
  system: 'os',
  campaign: 'campaign utm mkt',
  email: 'email newsletter',
}

const SUBJECTS: ReadonlyMap<string, Subject> = new Map(
  Object.entries(WORDS).flatMap(([subject, words]) =>
    words.split(' ').map((word): [string, Subject] => [word, subject as Subject]),
  ),
)

/** What a word, or the one of which it is the plural, is about; undefined for most. */
export function findSubject(word: string): Subject | undefined {
  return SUBJECTS.get(word) ?? SUBJECTS.get(word.replace(/ies$/, 'y').replace(/s$/, ''))
}

// What comes after it tells of the rows, and not what they are.
const BREAKS = /\b(?:by|per|with|for|of|to|from|in|on)\b.*$/

/** What the rows of a model are about, by the words of its name: the last that says it, as in `customer_orders`. */
export function findModelSubject(words: string): Subject | undefined {
  return words
    .replace(BREAKS, '')
    .split(' ')
    .map(findSubject)
    .findLast((subject) => subject !== undefined)
}
