import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Asks again while axe finds fault: what is still fading in has not its contrast yet.
 *
 * @param part - CSS selector of what is looked at; default all of the page
 */
export async function expectNoViolations(page: Page, part?: string): Promise<void> {
  await expect.poll(() => violations(page, part)).toEqual([]);
}

/** Everything that axe finds wrong as it is now. */
async function violations(page: Page, part: string | undefined): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page });
  const { violations: found } = await (part === undefined
    ? builder
    : builder.include(part)
  ).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
