import { readFileSync } from 'node:fs';
import { expect, type Locator } from '@playwright/test';
import type { GoodsFile } from '../goods_file';
import type { Person } from '../person';
import type { Values } from '../texts';

/** `/back-office/{shop}/import`. */
export class ImportPage {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  async open(): Promise<void> {
    await this.person.visit(`/back-office/${this.shop}/import`);
  }

  /** Where the file is chosen. */
  get file(): Locator {
    return this.person.field('import.data_file');
  }

  /** Sends a file and waits for its report. */
  async check(file: GoodsFile): Promise<void> {
    await this.open();
    await this.file.setInputFiles(file);
    await this.person.button('import.check').click();
    await this.arrive();
  }

  /** The report of a file is there. */
  async arrive(): Promise<void> {
    await this.person.arrivesAt(/\/import\?import=/);
  }

  /** Expects one of the report's figures, such as how many are new. */
  async expectFigure(key: string, value: number): Promise<void> {
    const label = this.person.main.getByText(this.person.text(key), { exact: true });
    await expect(label.first().locator('..')).toContainText(new RegExp(`(^|\\D)${value}(\\D|$)`));
  }

  /** A row of the report that has these words. */
  row(words: string): Locator {
    return this.person.main.getByRole('row').filter({ hasText: words });
  }

  /** The row with an issue. */
  issue(key: string, values: Values = {}): Locator {
    return this.row(this.person.text(key, values));
  }

  /** Where it is said what an unknown column becomes, or where a category's goods go. */
  meaning(said: string): Locator {
    return this.person.main.getByLabel(said, { exact: true });
  }

  async choose(said: string, meant: string | { index: number }): Promise<void> {
    await this.meaning(said).selectOption(meant);
  }

  /** What unfolds below these words. */
  fold(key: string): Locator {
    return this.person.main.locator('summary').filter({ hasText: this.person.text(key) });
  }

  /** How far the worker is with bringing in. */
  get bar(): Locator {
    return this.person.main.getByRole('progressbar', { name: this.person.texts.name('import.under_way') });
  }

  /** Waits until the bar stands between its ends; looks at all that is drawn, for it moves on by itself. */
  async expectMidway(): Promise<void> {
    const { person } = this;
    await person.page.waitForFunction(
      (label) => {
        const bar = document.querySelector(`[role="progressbar"][aria-label="${label}"]`);
        const done = Number(bar?.getAttribute('aria-valuenow'));
        return done > 0 && done < Number(bar?.getAttribute('aria-valuemax'));
      },
      person.text('import.under_way'),
      { polling: 'raf', timeout: 60_000 },
    );
  }

  /** The worker has brought the file in. */
  async expectBroughtIn(timeout = 20_000): Promise<void> {
    await expect(this.person.words('import.brought_in')).toBeVisible({ timeout });
  }

  async checkAgain(): Promise<void> {
    await this.person.button('import.check_again').click();
  }

  /** Brings the checked file in and waits until the worker has. */
  async bringIn(count: number): Promise<void> {
    await this.start('import.bring_in', count, 'import.brought_in');
  }

  async countShelves(count: number): Promise<void> {
    await this.start('import.count_shelves', count, 'import.counted');
  }

  private async start(button: string, count: number, done: string): Promise<void> {
    const { person } = this;
    await person.button(button, { count }).press('Enter');
    await expect(person.words(done)).toBeVisible({ timeout: 20_000 });
  }

  async undo(): Promise<void> {
    const { person } = this;
    await person.main.getByText(person.text('import.undo'), { exact: true }).first().click();
    await person.button('import.undo').click();
    await expect(person.main).toContainText(person.text('import.undone'));
  }

  /** The rows that were left out, as the shop downloads them. */
  async rejectedRows(): Promise<string> {
    const { person } = this;
    const download = person.page.waitForEvent('download');
    await person.link('import.rejected_file').click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  /** Takes the goods along; the file's name and what is in it. */
  async takeAlong(format: string): Promise<{ name: string; text: string }> {
    const { person } = this;
    await person.visit(`/back-office/${this.shop}/import`);
    await person.main.locator('form[method="get"] select[name="format"]').selectOption(format);
    const download = person.page.waitForEvent('download');
    await person.button('import.export_as').click();
    const file = await download;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  }
}
