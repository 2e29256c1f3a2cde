import type { Locator, Page } from 'playwright-core'

/** How a person uses a page: what is pressed and filled in is on it. */
export interface Hands {
  /** A link, a button, a tab or a switch. */
  readonly press: (target: Locator) => Promise<void>
  readonly fill: (target: Locator, text: string) => Promise<void>
  readonly goTo: (target: Locator) => Promise<void>
}

/** With a mouse. */
export const MOUSE: Hands = {
  press: (target) => target.click(),
  fill: (target, text) => target.fill(text),
  goTo: (target) => target.focus(),
}

/** More than any page has of what can be reached. */
const MOST_STEPS = 200

/** With the keyboard alone: the Tab key leads wherever somebody wants to go, or he does not get there. */
export function createKeyboard(page: Page): Hands {
  const goTo = async (target: Locator): Promise<void> => {
    await target.waitFor()
    const here = target.and(page.locator(':focus'))
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if ((await here.count()) > 0) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no Tab key leads to ${String(target)}`)
  }
  return {
    goTo,
    press: async (target) => {
      await goTo(target)
      const isSwitch = (await target.getAttribute('role')) === 'switch'
      await page.keyboard.press(isSwitch ? 'Space' : 'Enter')
    },
    fill: async (target, text) => {
      await goTo(target)
      await page.keyboard.press('Control+A')
      await page.keyboard.insertText(text)
    },
  }
}
