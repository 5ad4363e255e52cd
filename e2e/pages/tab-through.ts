import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has. */
const MANY_STOPS = 80;

/** Presses Tab until the focus is there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let stop = 0; stop < MANY_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Goes through the page by Tab: what was reached, and what of it shows no focus. */
export async function tabThrough(page: Page) {
  const reached: string[] = [];
  const unseen: string[] = [];
  for (let stop = 0; stop < MANY_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      let shown = false;
      // A field may show its focus on the frame around it.
      for (let node: Element | null = element; node !== null && !shown; node = node.parentElement) {
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        shown = outlineStyle !== 'none' && Number.parseInt(outlineWidth, 10) >= 2;
      }
      const name = element.getAttribute('aria-label') ?? element.textContent;
      const seen = element.matches(':focus-visible') && shown;
      return { name: `${element.tagName} ${name}`.trim(), seen };
    });
    if (focus === null) return { reached, unseen };
    reached.push(focus.name);
    if (!focus.seen) unseen.push(focus.name);
  }
  throw new Error(`Tab finds no end: ${reached.slice(-5).join(', ')}`);
}
