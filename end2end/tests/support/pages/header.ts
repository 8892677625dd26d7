import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';
import type { Lang } from '../texts';

/** What stands above every page. */
export class Header {
  constructor(private readonly person: Person) {}

  private get banner(): Locator {
    return this.person.page.getByRole('banner');
  }

  /** The field that searches the market: in the masthead, or large on the start page. */
  get box(): Locator {
    return this.person.page.getByRole('combobox', { name: this.boxName }).first();
  }

  private get boxName(): RegExp {
    const { texts } = this.person;
    return new RegExp(`${texts.name('frame.search').source}|${texts.name('search.label').source}`);
  }

  /** By the box of the masthead, or on the start page by the large one. */
  async search(words: string): Promise<void> {
    await this.box.fill(words);
    await this.box.press('Enter');
    await this.person.arrivesAt(/^\/search\?/);
  }

  /** The same page in the other language. */
  async switchLanguage(to: Lang): Promise<void> {
    const name = to === 'zh' ? '切换为中文' : 'Switch to English';
    await this.banner.getByRole('button', { name }).click();
    await expect(this.person.page.locator('html')).toHaveAttribute('lang', to === 'zh' ? 'zh-CN' : 'en');
    await this.person.awake();
  }

  async expectCartCount(count: number): Promise<void> {
    const name = this.person.texts.name('frame.cart_of', { count });
    await expect(this.banner.getByRole('link', { name })).toBeVisible();
  }

  /** How many notices the bell says are unread. */
  async unread(): Promise<number> {
    const bell = this.banner.getByRole('link', { name: this.person.texts.name('frame.bell') });
    const said = (await bell.getAttribute('aria-label')) ?? '';
    return Number(/\d+/.exec(said)?.[0]);
  }

  async expectUnread(atLeast: number): Promise<void> {
    expect(await this.unread()).toBeGreaterThanOrEqual(atLeast);
  }

  /** The bell counts up by itself, and says so to those who listen. */
  async expectRing(above: number): Promise<void> {
    await expect.poll(() => this.unread()).toBeGreaterThan(above);
    const said = this.banner.locator('[aria-live=polite]');
    await expect(said).toHaveText(this.person.texts.name('frame.bell'));
  }

  async openNotices(): Promise<void> {
    await this.banner.getByRole('link', { name: this.person.texts.name('frame.bell') }).click();
    await this.person.arrivesAt(/^\/notices/);
  }
}
