import { expect, type FrameLocator, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** A shop's page under its owner's hands. */
export class Decoration {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  /** Begins a layout of a name that no earlier run has used, and is in its editor. */
  async begin(): Promise<string> {
    const { person } = this;
    const name = `Test ${Date.now().toString(36)}${Math.floor(Math.random() * 1000)}`;
    await person.visit(`/back-office/${this.shop}/decoration`);
    await person.field('decoration.name').fill(name);
    await person.button('decoration.begin_it').click();
    await person.arrivesAt(/\/decoration\/[0-9a-f-]{36}/);
    await expect(person.main.getByRole('heading', { name, level: 1 })).toBeVisible();
    return name;
  }

  /** The blocks' kinds, as they stand. */
  async expectBlocks(kinds: string[]): Promise<void> {
    const names = kinds.map((kind) => this.person.text(`decoration.${kind}`));
    await expect(this.blocks.locator('.layout-block-name strong')).toHaveText(names);
  }

  get blocks(): Locator {
    return this.person.main.locator('.layout-block');
  }

  block(kind: string): Locator {
    const name = this.person.text(`decoration.${kind}`);
    return this.blocks.filter({ has: this.person.page.locator('strong', { hasText: name }) });
  }

  grip(kind: string): Locator {
    return this.block(kind).locator('.layout-grip');
  }

  async add(kind: string): Promise<void> {
    const words = this.person.text(`decoration.${kind}`);
    await this.person.button('decoration.add_kind', { kind: words }).click();
    await expect(this.block(kind)).toBeVisible();
    await expect(this.block(kind).locator('form[id^="save-"]')).toBeVisible();
  }

  /** Presses one of a block's buttons: `up`, `down`, `duplicate`, `remove`. */
  async press(kind: string, key: string): Promise<void> {
    const words = this.person.texts.part(`decoration.${key}`);
    await this.block(kind).first().getByRole('button', { name: words }).click();
  }

  async unfold(kind: string): Promise<void> {
    const words = this.person.texts.part('decoration.unfold');
    await this.block(kind).first().getByRole('link', { name: words }).click();
    await expect(this.block(kind).locator('form[id^="save-"]')).toBeVisible();
  }

  fieldOf(kind: string, name: string): Locator {
    return this.block(kind).locator(`[name="${name}"]`);
  }

  async save(kind: string): Promise<void> {
    const words = this.person.texts.name('decoration.save_block');
    await this.block(kind).getByRole('button', { name: words }).click();
  }

  async publish(): Promise<void> {
    await this.person.button('decoration.publish').click();
    await expect(this.person.words('decoration.shown_now')).toBeVisible();
  }

  /** Publishes what was changed of a layout that is shown. */
  async publishChanges(): Promise<void> {
    const { person } = this;
    await expect(person.words('decoration.changed')).toBeVisible();
    await person.button('decoration.publish_changes').click();
    await expect(person.words('decoration.changed')).toHaveCount(0);
  }

  /** Ends a layout that is shown, so that the next test begins as this one did. */
  async end(): Promise<void> {
    await this.person.button('decoration.end_now').click();
    await expect(this.person.words('decoration.over')).toBeVisible();
  }

  get preview(): FrameLocator {
    return this.person.main.frameLocator('iframe');
  }

  /** Shows the preview as a phone or a desk's screen has it. */
  async chooseWidth(screen: 'phone' | 'desk'): Promise<void> {
    const { main } = this.person;
    await main.locator(`label[for="preview-${screen}"]`).click();
    await expect(main.locator(`#preview-${screen}`)).toBeChecked();
  }

  /** How wide the page in the preview is, before it is drawn smaller. */
  previewWidth(): Promise<number> {
    return this.person.main.locator('iframe').evaluate((frame) => frame.clientWidth);
  }
}
