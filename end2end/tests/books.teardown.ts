import { expect, test } from '@playwright/test';
import { audit } from './support/audit';

test('after everything, the audit finds every balance and every shelf right', async () => {
  const { code, report } = await audit();
  expect(code, report).toBe(0);
});
