/** The only page there is. */
export async function* once<T>(page: T): AsyncGenerator<T> {
  yield page
}
