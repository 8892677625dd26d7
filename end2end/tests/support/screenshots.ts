import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Lang } from './texts';

export type Theme = 'light' | 'dark';
export const WIDTHS = [360, 768, 1440] as const;
export type Width = (typeof WIDTHS)[number];

/** Keeps a picture of a page as `screenshots/<name>-<width>-<theme>-<lang>.png`. */
export async function keepPicture(
  page: Page,
  name: string,
  width: Width,
  theme: Theme,
  lang: Lang,
): Promise<void> {
  const path = join(__dirname, `../../screenshots/${name}-${width}-${theme}-${lang}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}
