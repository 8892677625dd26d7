import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

export type Zone = { countries: string; regions?: string; first?: string; next?: string; notSent?: boolean };

/** A shop's postage templates, in its back office. */
export class PostagePages {
  constructor(
    private readonly person: Person,
    private readonly shop: string,
  ) {}

  async open(): Promise<void> {
    await this.person.visit(`/back-office/${this.shop}/postage`);
  }

  /** Opens the page of what a listing's goods weigh, and answers with the first one's field. */
  async openWeight(listing: string): Promise<Locator> {
    const { person } = this;
    await person.visit(`/back-office/${this.shop}/postage/goods/${listing}`);
    return person.main.getByLabel(person.texts.name('postage.weight')).first();
  }

  async openNew(): Promise<void> {
    await this.person.visit(`/back-office/${this.shop}/postage/new`);
  }

  async fillZone(at: number, zone: Zone): Promise<void> {
    const { person } = this;
    const row = person.main.getByRole('group', {
      name: person.texts.name('postage.zone', { number: at + 1 }),
    });
    const field = (key: string) => row.getByLabel(person.texts.name(key));
    await field('postage.countries').fill(zone.countries);
    await field('postage.regions').fill(zone.regions ?? '');
    if (zone.notSent) {
      await field('postage.not_sent').check();
      return;
    }
    await field('postage.first_units').fill('1000');
    await field('postage.first').fill(zone.first ?? '');
    await field('postage.next_units').fill('500');
    await field('postage.next').fill(zone.next ?? '');
  }

  async nameIt(name: string): Promise<void> {
    await this.person.main.getByLabel(this.person.texts.name('postage.name')).fill(name);
  }

  async countWeight(): Promise<void> {
    const { person } = this;
    await person.main.getByRole('radio', { name: person.texts.part('postage.by_weight') }).check();
  }

  async save(): Promise<void> {
    await this.person.button('postage.save').click();
  }

  async expectSaved(): Promise<void> {
    const { person } = this;
    await person.arrivesAt(/\/postage\?saved=1/);
    await expect(person.words('postage.saved')).toBeVisible();
  }

  async ask(country: string, weight: number): Promise<void> {
    const { person } = this;
    await person.main.getByLabel(person.texts.name('account.country')).selectOption(country);
    await person.main.getByLabel(person.texts.name('postage.weight')).fill(String(weight));
    await person.button('postage.ask').click();
    await person.arrivesAt(/[?&]country=/);
  }
}
