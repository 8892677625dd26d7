import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Expects that a page keeps the rules of accessibility, and tells what breaks them. */
export async function expectAccessible(page: Page): Promise<void> {
  // A page that is being exchanged for the next one has none for a moment.
  await expect(page).toHaveTitle(/\S/);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) =>
      [`${id}: ${help}`, `  at ${target.join(' ')}`, `  ${failureSummary ?? ''}`].join('\n'),
    ),
  );
  expect(told, `accessibility of ${page.url()}`).toEqual([]);
}

/** Expects that nothing on a page is wider than the page. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
  expect(wide, `too wide on ${page.url()}`).toEqual([]);
}
