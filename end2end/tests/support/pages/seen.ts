import { expect, type Locator } from '@playwright/test';
import type { Person } from '../person';

/** The row of things looked at, on whichever page stands open. */
export function seenRow(person: Person): Locator {
  return person.page.getByRole('list', { name: person.texts.name('seen.title') });
}

/** Waits until a stranger's own browser remembers so many things. */
export async function expectRemembered(person: Person, count: number): Promise<void> {
  await expect
    .poll(async () => {
      const cookies = await person.context.cookies();
      const seen = cookies.find(({ name }) => name === 'longtail_seen')?.value ?? '';
      return seen ? seen.split('.').length : 0;
    })
    .toBe(count);
}
