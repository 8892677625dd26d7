import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** The start page. */
export class HomePage {
  constructor(private readonly person: Person) {}

  async open(): Promise<void> {
    await this.person.visit('/');
  }

  /** The part that tells what holds for a while. */
  get running(): Locator {
    const { person } = this;
    const heading = person.page.getByRole('heading', { name: person.texts.name('home.running') });
    return person.main.locator('section').filter({ has: heading });
  }

  /** The campaign stands there with its rule, and goods at an offer beside their prices before; and why. */
  async expectRunning(campaign: string): Promise<void> {
    const { running } = this;
    const { texts } = this.person;
    await expect(running.getByText(texts.part('home.running_campaign_lead'))).toBeVisible();
    await expect(running.getByText(texts.part('home.running_reduced_lead'))).toBeVisible();
    await expect(running.getByRole('heading', { name: campaign })).toBeVisible();
    await expect(running.getByText(texts.part('price.every_save'))).toBeVisible();
    await expect(running.locator('time')).toBeVisible();
    const goods = running.getByRole('list', { name: texts.name('home.running_reduced') }).getByRole('article');
    expect(await goods.count()).toBeGreaterThan(0);
    for (const card of await goods.all()) await expect(card.locator('.price-was')).toBeVisible();
  }

  /** Goes to the goods that count for the campaign. */
  async shopForIt(): Promise<void> {
    await this.running.getByRole('link', { name: this.person.texts.name('home.running_goods') }).click();
    await this.person.arrivesAt(/^\/search\?shops=/);
  }
}
