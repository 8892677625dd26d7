import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

interface Typed {
  en: string;
  zh: string;
  kind: 'text' | 'number' | 'choice';
  unit?: string;
  choices?: string;
}

/** `/desk/specifications`. */
export class SpecificationsDesk {
  constructor(private readonly person: Person) {}

  async open(): Promise<void> {
    await this.person.visit('/desk/specifications');
  }

  /** Chooses a category by its slug. */
  async choose(slug: string): Promise<void> {
    const { person } = this;
    await person.main.locator('form[method="get"] [name="category"]').selectOption(slug);
    await person.button('specification.show').click();
    await person.arrivesAt(new RegExp(`^/desk/specifications\\?category=${slug}$`));
  }

  get form(): Locator {
    return this.person.main.locator('#save-specification');
  }

  field(name: string): Locator {
    return this.form.locator(`[name="${name}"]`);
  }

  async type({ en, zh, kind, unit, choices }: Typed): Promise<void> {
    await this.field('name_en').fill(en);
    await this.field('name_zh').fill(zh);
    await this.field('kind').selectOption(kind);
    if (unit !== undefined) await this.field('unit_en').fill(unit);
    if (choices !== undefined) await this.field('choices').fill(choices);
  }

  async save(): Promise<void> {
    await this.form.getByRole('button').click();
  }

  row(name: string): Locator {
    return this.person.main.getByRole('row').filter({ hasText: name });
  }

  async expectSaved(name: string, kind: string): Promise<void> {
    await this.person.arrivesAt(/^\/desk\/specifications\?category=[\w-]+&kept=1$/);
    await expect(this.person.words('specification.kept').first()).toBeVisible();
    await expect(this.row(name)).toContainText(kind);
  }

  async change(name: string): Promise<void> {
    await this.person.link('specification.change_of', { name }).click();
    await expect(this.field('change')).toHaveValue('true');
  }

  async remove(name: string): Promise<void> {
    await this.person.button('specification.remove_of', { name }).click();
    await expect(this.person.words('specification.removed').first()).toBeVisible();
    await expect(this.row(name)).toHaveCount(0);
  }
}
