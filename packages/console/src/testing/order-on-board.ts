import type { Page } from 'playwright-core'

/**
 * Presses a button of the job that the board shows, and confirms. The buttons are
 * icons: a person finds one by what it says when pointed at.
 */
export async function orderOnBoard(page: Page, name: string): Promise<void> {
  const buttons = page.locator('ul[class*="jobActions"] button')
  await buttons.first().waitFor()
  for (const button of await buttons.all()) {
    await button.hover()
    const tooltip = page.getByText(name, { exact: true })
    const isIt = await tooltip.waitFor({ timeout: 1_500 }).then(
      () => true,
      () => false,
    )
    if (!isIt) continue
    await button.click()
    await page.getByRole('button', { name: 'Confirm' }).click()
    return
  }
  throw new Error(`the board shows no button "${name}"`)
}
