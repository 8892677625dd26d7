import { defineConfig } from '@playwright/test';

// `cargo xtask e2e` starts a market and sets these; to run against one of your own:
// BASE_URL=http://127.0.0.1:3000 npx playwright test
const baseURL = process.env.BASE_URL ?? 'http://127.0.0.1:3000';
const executablePath = process.env.CHROMIUM_PATH || undefined;

// Which specs a project runs follows from the file's name: `buy.spec.ts` on a desktop,
// `buy.phone.spec.ts` on a phone, `buy.nojs.spec.ts` without JavaScript.
const special = /\.(phone|nojs)\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'report/traces',
  workers: 2,
  fullyParallel: true,
  // A test that passes only at the second try hides a fault of the market.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 7_000 },
  reporter: [
    ['list'],
    ['html', { outputFolder: 'report/html', open: 'never' }],
    ['json', { outputFile: 'report/results.json' }],
  ],
  use: {
    baseURL,
    locale: 'en-US',
    // Recording doubles the time; to see what happened: TRACE=1 cargo xtask e2e <test>
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      args: [
        // Containers have neither the sandbox's privileges nor much shared memory.
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    // The demo's people sign in once for all; when everything is over, the books are checked.
    { name: 'people', testMatch: /people\.setup\.ts$/, teardown: 'books' },
    { name: 'books', testMatch: /books\.teardown\.ts$/ },
    {
      name: 'desktop',
      dependencies: ['people'],
      testIgnore: special,
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      dependencies: ['people'],
      testMatch: /\.phone\.spec\.ts$/,
      use: {
        viewport: { width: 360, height: 740 },
        hasTouch: true,
        isMobile: true,
        deviceScaleFactor: 2,
      },
    },
    {
      name: 'no-js',
      dependencies: ['people'],
      testMatch: /\.nojs\.spec\.ts$/,
      use: { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false },
    },
  ],
});
