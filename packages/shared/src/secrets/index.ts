export {
  createPayloadPlace,
  digestRecordId,
  openRecordId,
  sealRecordId,
  type LetterOrigin,
} from './letter-seal.ts'
export { openIfKeyKnown } from './open-if-key-known.ts'
export {
  createSecretBox,
  createSplitSecretBox,
  type ByteBox,
  type KeyedBox,
  type SecretBox,
  type SecretPlace,
} from './secret-box.ts'
export {
  SECRET_PURPOSES,
  deriveSecretKey,
  deriveSecretKeys,
  type KeyRing,
  type SecretKeys,
  type SecretPurpose,
} from './secret-keys.ts'
