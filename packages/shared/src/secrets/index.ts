export {
  createPayloadPlace,
  digestRecordId,
  openRecordId,
  sealRecordId,
  type LetterOrigin,
} from './letter-seal.ts'
export { generateKeyPair, openWithKey, sealToKey, type ReaderKeyPair, type SealContext } from './hpke.ts'
export {
  READER_PURPOSES,
  createReader,
  sealToReader,
  type Reader,
  type ReaderKey,
  type ReaderPurpose,
  type SealedToReader,
} from './reader-keys.ts'
export { sealTextToReader } from './sealed-to-reader.ts'
export { replaceSealed, sealTexts } from './sealed-texts.ts'
export { openIfKeyKnown } from './open-if-key-known.ts'
export {
  createSecretBox,
  createSplitSecretBox,
  type ByteBox,
  type KeyedBox,
  type ConfigBox,
  type ConfigPlace,
  type LetterPlace,
  type SecretBox,
  type SecretPlace,
} from './secret-box.ts'
export {
  KEY_VARIABLES,
  SECRET_PURPOSES,
  deriveSecretKey,
  deriveSecretKeys,
  type KeyRing,
  type SecretKeys,
  type SecretPurpose,
} from './secret-keys.ts'
