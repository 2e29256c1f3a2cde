import type { webcrypto } from 'node:crypto'
import type { CipherSuite } from '@hpke/core'

/** A text that both sides know: what is sealed with it opens only with it. */
export interface SealContext {
  /** What it is for; keeps what is sealed for one thing from being taken for another. */
  readonly use: 'config' | 'question' | 'answer' | 'body'
  /** Where it lies, or which question it belongs to. */
  readonly place: string
  /** A secret of the two that talk: whoever seals with it proves that he knows it. 32 bytes. */
  readonly sharedSecret?: Buffer
}

/** A key pair, whose public half is 32 bytes in base64url. */
export interface ReaderKeyPair {
  readonly publicKey: string
  readonly privateKey: webcrypto.CryptoKey
}

const ENCAPSULATED_BYTES = 32

let loading: Promise<CipherSuite> | undefined

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; loaded by whoever seals or opens first. */
function loadSuite(): Promise<CipherSuite> {
  loading ??= import('@hpke/core').then(
    ({ Aes256Gcm, CipherSuite: Suite, DhkemX25519HkdfSha256, HkdfSha256 }) =>
      new Suite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() }),
  )
  return loading
}

/** The pair that follows from 32 secret bytes, always the same. */
export async function deriveKeyPair(secret: Uint8Array): Promise<ReaderKeyPair> {
  const { kem } = await loadSuite()
  return describePair(await kem.deriveKeyPair(secret.slice().buffer))
}

/** A pair for one conversation, which lives in this process alone. */
export async function generateKeyPair(): Promise<ReaderKeyPair> {
  const { kem } = await loadSuite()
  return describePair(await kem.generateKeyPair())
}

async function describePair({ publicKey, privateKey }: webcrypto.CryptoKeyPair): Promise<ReaderKeyPair> {
  const { kem } = await loadSuite()
  const bytes = Buffer.from(await kem.serializePublicKey(publicKey))
  return { publicKey: bytes.toString('base64url'), privateKey }
}

/** Seals to a public key: the encapsulated key and the ciphertext, one after the other. Rejects for what is no key. */
export async function sealToKey(publicKey: string, secret: Buffer, context: SealContext): Promise<Buffer> {
  const suite = await loadSuite()
  const recipientPublicKey = await suite.kem.deserializePublicKey(Buffer.from(publicKey, 'base64url'))
  const sender = await suite.createSenderContext({ recipientPublicKey, ...createInfo(context) })
  const ciphertext = await sender.seal(secret, Buffer.from(context.place))
  return Buffer.concat([Buffer.from(sender.enc), Buffer.from(ciphertext)])
}

/** Opens what was sealed to the public half; rejects for anything else. */
export async function openWithKey(
  privateKey: webcrypto.CryptoKey,
  sealed: Buffer,
  context: SealContext,
): Promise<Buffer> {
  const suite = await loadSuite()
  const recipient = await suite.createRecipientContext({
    recipientKey: privateKey,
    enc: sealed.subarray(0, ENCAPSULATED_BYTES),
    ...createInfo(context),
  })
  return Buffer.from(await recipient.open(sealed.subarray(ENCAPSULATED_BYTES), Buffer.from(context.place)))
}

function createInfo({ use, place, sharedSecret }: SealContext) {
  const info = Buffer.from(`sluice/${use}`)
  return sharedSecret === undefined ? { info } : { info, psk: { id: Buffer.from(place), key: sharedSecret } }
}
