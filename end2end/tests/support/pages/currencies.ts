import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** Reading prices in another currency: chosen at the foot of every page. */
export class CurrencyChoice {
  constructor(private readonly person: Person) {}

  get select(): Locator {
    const { page, texts } = this.person;
    return page.getByRole('contentinfo').getByLabel(texts.name('frame.prices_in'));
  }

  /** Chooses one, and is on the same page again. */
  async choose(code: string): Promise<void> {
    const { page, texts } = this.person;
    const before = new URL(page.url());
    await this.select.selectOption(code);
    await page.getByRole('contentinfo').getByRole('button', { name: texts.name('frame.show_prices') }).click();
    await expect(this.select).toHaveValue(code);
    const document = page.locator('html');
    if (code === 'CNY') await expect(document).not.toHaveAttribute('data-rate');
    else await expect(document).toHaveAttribute('data-rate', new RegExp(`^CNY ${code} `));
    await this.person.awake();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(before.pathname + before.search);
  }

  /** What is told beside the prices of a place. */
  beside(place: Locator): Locator {
    return place.locator('.price-abroad');
  }

  /** As many dollars as what stands there in yuan is worth, also while it changes. */
  async expectDollars(place: Locator): Promise<void> {
    const rate = (await this.person.page.locator('html').getAttribute('data-rate')) ?? '';
    await expect(async () => {
      const figure = await place.locator('.price-figure').first().innerText();
      const yuan = Number(figure.replace(/[^\d.]/g, ''));
      expect(yuan).toBeGreaterThan(0);
      const dollars = (yuan * Number(rate.split(' ')[2])) / 1e8;
      const beside = await this.beside(place).first().innerText();
      expect(beside).toContain(`US$${dollars.toFixed(2)}`);
    }).toPass({ timeout: 7_000 });
  }
}

/** `/desk/rates`. */
export class RatesDesk {
  constructor(private readonly person: Person) {}

  open(): Promise<void> {
    return this.person.visit('/desk/rates');
  }

  /** The form for one rate. */
  get one(): Locator {
    return this.person.main.locator('#add-rate');
  }

  /** The form for many. */
  get many(): Locator {
    return this.person.main.locator('#add-rates');
  }

  get lines(): Locator {
    return this.many.locator('[name="lines"]');
  }

  async add(code: string, rate: string): Promise<void> {
    await this.one.locator('[name="currency"]').selectOption(code);
    await this.one.locator('[name="rate"]').fill(rate);
    await this.one.getByRole('button').click();
  }

  async paste(lines: string): Promise<void> {
    await this.lines.fill(lines);
    await this.many.getByRole('button').click();
  }

  async expectKept(code: string, rate: string): Promise<void> {
    await this.person.arrivesAt(/^\/desk\/rates\?kept=\d+$/);
    await expect(this.person.words('exchange.kept').first()).toBeVisible();
    const row = this.person.main.getByRole('row').filter({ hasText: `${code} ·` });
    await expect(row).toContainText(`1 CNY = ${rate} ${code}`);
    await expect(row).toContainText(this.person.text('exchange.shown'));
  }
}
