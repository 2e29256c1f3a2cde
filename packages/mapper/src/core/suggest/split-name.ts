/** What people write for a word, and what they mean; one may mean several. */
const WORDS: Readonly<Record<string, string>> = {
  acct: 'account',
  addr: 'address',
  adid: 'advertising id',
  amt: 'amount',
  anon: 'anonymous',
  application: 'app',
  bday: 'birthday',
  birthdate: 'birth date',
  cd: 'code',
  cnt: 'count',
  co: 'company',
  createdate: 'created at',
  ctry: 'country',
  curr: 'currency',
  cust: 'customer',
  desc: 'description',
  dt: 'date',
  dvce: 'device',
  evt: 'event',
  emailaddress: 'email address',
  fname: 'first name',
  firstname: 'first name',
  fullname: 'full name',
  identifier: 'id',
  img: 'image',
  ipaddress: 'ip address',
  jobtitle: 'job title',
  lang: 'language',
  lastmodifieddate: 'last modified at',
  lastname: 'last name',
  lat: 'latitude',
  lng: 'longitude',
  lname: 'last name',
  lon: 'longitude',
  nbr: 'number',
  nm: 'name',
  no: 'number',
  num: 'number',
  numberofemployees: 'number of employees',
  ord: 'order',
  org: 'organization',
  organisation: 'organization',
  pic: 'picture',
  phonenumber: 'phone number',
  prod: 'product',
  querystring: 'query string',
  qty: 'quantity',
  referer: 'referrer',
  signup: 'signed up',
  surname: 'last name',
  tel: 'phone',
  telephone: 'phone',
  ts: 'timestamp',
  tstamp: 'timestamp',
  tz: 'timezone',
  tzid: 'timezone',
  ua: 'user agent',
  ver: 'version',
  txn: 'transaction',
  urlpath: 'path',
  urlquery: 'search',
  useragent: 'user agent',
  usr: 'user',
  uuid: 'id',
  guid: 'id',
  zip: 'postal code',
  zipcode: 'postal code',
  postcode: 'postal code',
}

/** Two words that are one, and mean what is beside them. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/\btime zone\b/g, 'timezone'],
  [/\be mail\b/g, 'email'],
  [/\bzip code\b|\bpost code\b|\bpostal code code\b/g, 'postal code'],
  [/\buser name\b/g, 'username'],
  [/^id (\w+)$/g, '$1 id'],
  // Whoever sorts customers into groups sorts no companies.
  [/\b(customer|user|member|shop) group\b/g, '$1-group'],
]

/** Said of every column of an export, and of no fact. */
const LEADS = new Set(['context', 'traits', 'property', 'properties', 'mp', 'hs', 'raw', 'src', 'my', 'the'])
const TAILS = new Set(['utc', 'gmt', 'string', 'str', 'txt', 'raw', 'fk', 'pk', 'usd', 'eur', 'gbp'])

/** Words that begin those which nobody has parted: userid, ordernumber, companyname. */
const STEMS =
  /^(user|customer|contact|person|member|account|company|organization|order|product|event|session|page|screen|device|visitor)(id|name|email|phone|number|type|date|time|version|url|title)s?$/
/** An id before its word, as in idvisitor. */
const TURNED = /^id(user|customer|contact|person|member|account|company|order|product|session|visitor)$/

/**
 * The words of a column's name, in lower case, in full, without what every column of its table says: `CustID` is
 * `customer id`, `context_page_url` is `page url`, `Mailing_City__c` is `mailing city`.
 */
export function splitName(name: string): string {
  const parted = name
    // What Salesforce ends the columns with that its users have made.
    .replace(/__c$/i, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/(\p{Ll})(\d+)(?=[^\p{Ll}\d]|$)/gu, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '' && word !== 'info')
    .map(spell)
  while (parted.length > 1 && LEADS.has(parted[0] ?? '')) parted.shift()
  while (parted.length > 1 && TAILS.has(parted.at(-1) ?? '')) parted.pop()
  return PAIRS.reduce((text, [pair, meant]) => text.replace(pair, meant), parted.join(' '))
}

function spell(word: string): string {
  if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? word
  return word.replace(STEMS, '$1 $2').replace(TURNED, '$1 id')
}
