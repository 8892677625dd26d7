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

  /** Sends a file and waits for its report. */
  async check(file: GoodsFile): Promise<void> {
    const { person } = this;
    await person.visit(`/back-office/${this.shop}/import`);
    await person.field('import.data_file').setInputFiles(file);
    await person.button('import.check').click();
    await person.arrivesAt(/\/import\?import=/);
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

  /** Says what an unknown column becomes, or where a category's goods go. */
  async choose(said: string, meant: string | { index: number }): Promise<void> {
    await this.person.main.getByLabel(said, { exact: true }).selectOption(meant);
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
