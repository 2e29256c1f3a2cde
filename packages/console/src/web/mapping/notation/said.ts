/** What was read of a text, or why it says nothing; the message is lower case and quotes no more than a key. */
export type Said<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string }
