import { defineConfig } from 'playwright/test';
import { findChromium } from '../server/testing/browser.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './start-city.ts',
  // One city and two cores: specs that run side by side would measure each other.
  workers: 1,
  // The file that an officer imports replaces the demo's cameras, so it comes after everyone who looks at them.
  projects: [
    { name: 'demo city', testIgnore: '**/officer-imports-*.spec.ts' },
    { name: 'imported city', testMatch: '**/officer-imports-*.spec.ts' },
  ],
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1600, height: 900 },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      // WebGL 2 without a graphics card.
      args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic'],
    },
  },
});
