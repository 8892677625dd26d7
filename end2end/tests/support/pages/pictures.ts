import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

const png = (name: string, base64: string) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(base64, 'base64'),
});

/** A PNG of 8 × 8 pixels. */
export const DOT = png(
  'dot.png',
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM45MiDFTEMLQkAps5DwRGu074AAAAASUVORK5CYII=',
);

/** Another one, of another colour. */
export const RED_DOT = png(
  'red.png',
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4oWGDFTEMLQkAcXtLAQIXFfIAAAAASUVORK5CYII=',
);

/** The pictures of a listing, in its editor. */
export class Pictures {
  constructor(private readonly person: Person) {}

  get input(): Locator {
    return this.person.main.locator('#pictures input[type="file"]');
  }

  get upload(): Locator {
    return this.person.button('catalog.upload');
  }

  /** Those that the listing has, without those about to be sent. */
  get tiles(): Locator {
    return this.person.main.locator('#pictures li:has(button[name="to"])');
  }

  /** What is done to one of them, counted from one. */
  button(number: number, key: 'earlier' | 'later' | 'remove'): Locator {
    const { person } = this;
    const name = `${person.text(`catalog.${key}`)}: ${person.text('catalog.picture_n', { n: number })}`;
    return person.main.getByRole('button', { name, exact: true });
  }

  /** The pictures' addresses, in their order. */
  sources(): Promise<string[]> {
    return this.tiles.locator('img').evaluateAll((all) => all.map((img) => img.getAttribute('src') ?? ''));
  }

  async expectOrder(sources: string[]): Promise<void> {
    const { person } = this;
    await expect.poll(() => this.sources()).toEqual(sources);
    await expect(this.tiles.first()).toContainText(person.text('catalog.main_picture'));
    await expect(this.button(sources.length, 'later'), 'nothing stands behind the last').toHaveCount(0);
  }
}
