import { expect, type Locator } from '@playwright/test';
import type { Person } from './person';

/** More than any page has to stop at, over its end and down again. */
const MOST_STOPS = 250;

/** Presses Tab until something has the focus. */
export async function tabTo(person: Person, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) break;
    await person.page.keyboard.press('Tab');
  }
  await expect(wanted, 'reached by Tab').toBeFocused();
}

/** Goes to something by Tab, and presses a key there. */
export async function pressAt(person: Person, wanted: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(person, wanted);
  await person.page.keyboard.press(key);
}

/** Goes to a list of choices by Tab, and down it to one of them. */
export async function arrowTo(person: Person, select: Locator, value: string): Promise<void> {
  await tabTo(person, select);
  const choices = await select.locator('option').count();
  for (let step = 0; step < choices && (await select.inputValue()) !== value; step += 1) {
    await person.page.keyboard.press('ArrowDown');
  }
  await expect(select).toHaveValue(value);
}
