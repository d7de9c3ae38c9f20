import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { chromium as playwrightChromium } from 'playwright';
import type { Need } from '../platform/provision.ts';

/** The Chromium that browser tests run in: the system's, else the one Playwright fetched; null when there is none. */
export const findChromium = (): string | null => {
  const system = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .flatMap((name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`])
    // Ubuntu's chromium-browser may be a script that only asks for a snap.
    .find((path) => existsSync(path) && runs(path));
  if (system !== undefined) return system;
  const own = playwrightChromium.executablePath();
  return own !== '' && existsSync(own) ? own : null;
};

const runs = (path: string): boolean => spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0;

const isUbuntu = (): boolean =>
  existsSync('/etc/os-release') && /^ID=ubuntu$/mu.test(readFileSync('/etc/os-release', 'utf8'));

const hasKoreanFont = (): boolean => {
  try {
    return execFileSync('fc-list', [':lang=ko'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return globSync('/usr/share/fonts/**/{*CJK*,*Nanum*,*Pretendard*,*Gothic*}').length > 0;
  }
};

export const chromium: Need = {
  korean: '크로미움 브라우저',
  english: 'the Chromium browser',
  isThere: () => findChromium() !== null,
  // Ubuntu has it as a snap only, which needs a service that containers lack.
  apt: () => (isUbuntu() ? [] : ['chromium']),
  withoutPackage: ['npx', 'playwright', 'install', '--with-deps', 'chromium'],
  elsewhere: {
    macos: 'npx playwright install chromium',
    fedora: 'sudo dnf install -y chromium',
    other: 'npx playwright install --with-deps chromium',
  },
};

export const koreanFont: Need = {
  korean: '한글 글꼴',
  english: 'a Korean font',
  isThere: () => process.platform !== 'linux' || hasKoreanFont(),
  apt: () => ['fontconfig', 'fonts-nanum'],
  elsewhere: {
    macos: 'true',
    fedora: 'sudo dnf install -y google-noto-sans-cjk-fonts',
    other: 'Noto Sans CJK',
  },
};
