/**
 * Posts items together and, where the answer rejects them, in ever smaller halves, until every rejected item stands alone. Resolves
 * to the answer that each item had in the end, aligned by index. Items that nobody rejects are posted in no other batch once they
 * were accepted; g guilty items among n cost at most 1 + 2g⌈log2 n⌉ posts, and never more than 2n - 1.
 */
export async function bisect<Item, Answer>(
  items: readonly Item[],
  post: (items: readonly Item[]) => Promise<Answer>,
  isRejection: (answer: Answer) => boolean,
): Promise<readonly Answer[]> {
  if (items.length === 0) return []
  const answer = await post(items)
  if (items.length === 1 || !isRejection(answer)) return items.map(() => answer)
  const middle = Math.ceil(items.length / 2)
  return [
    ...(await bisect(items.slice(0, middle), post, isRejection)),
    ...(await bisect(items.slice(middle), post, isRejection)),
  ]
}
