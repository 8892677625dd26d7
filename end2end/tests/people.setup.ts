import { expect, test } from '@playwright/test';
import { PASSWORD, PEOPLE, stateOf, type Role } from './support/roles';

for (const role of Object.keys(PEOPLE) as Role[]) {
  test(`${role} signs in`, async ({ request }) => {
    const answer = await request.post('/api/trust/account/sign_in', {
      form: { email: PEOPLE[role].email, password: PASSWORD, next: '/' },
      headers: { accept: 'text/html' },
      maxRedirects: 0,
    });
    expect(answer.status()).toBeLessThan(400);
    const { cookies } = await request.storageState({ path: stateOf(role) });
    expect(cookies.length).toBeGreaterThan(0);
  });
}
