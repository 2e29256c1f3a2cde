/**
 * Posts items together and, where the answer rejects them, in ever smaller halves, until every
 * rejected item stands alone. Resolves to the answer that each item had in the end, aligned by
 * index. Nothing is posted again once it was accepted, and nothing is blamed that was not posted
 * alone; g guilty items among n cost at most 1 + 2g⌈log2 n⌉ posts, and never more than 2n - 1.
 *
 * A half whose sister was accepted holds the guilty ones: that need not be asked, so it is halved at once.
 */
export async function bisect<Item, Answer>(
  items: readonly Item[],
  post: (items: readonly Item[]) => Promise<Answer>,
  isRejection: (answer: Answer) => boolean,
): Promise<readonly Answer[]> {
  const ask = async (part: readonly Item[]): Promise<readonly Answer[]> => {
    const answer = await post(part)
    return part.length === 1 || !isRejection(answer) ? part.map(() => answer) : halve(part)
  }
  const halve = async (part: readonly Item[]): Promise<readonly Answer[]> => {
    const middle = Math.ceil(part.length / 2)
    const [first, second] = [part.slice(0, middle), part.slice(middle)]
    const firstAnswers = await ask(first)
    const isSecondGuilty = second.length > 1 && !firstAnswers.some(isRejection)
    return [...firstAnswers, ...(isSecondGuilty ? await halve(second) : await ask(second))]
  }
  return items.length === 0 ? [] : ask(items)
}
