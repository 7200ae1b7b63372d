import { describe, expect } from 'vitest';
import { OwnHome } from '../real-ha/own-home.ts';
import { logInWith } from '../support/login-page.ts';
import { chromiumPath, launchChromium } from '../ui/support/chromium.ts';
import { setUp } from './support/ways.ts';
import { it, storedArchives } from './support/world.ts';

/** Only where it is asked for: it may have to install one first (test/real-ha/README.md). */
const tool = process.env['HA_REAL_TOOL'];

describe.skipIf(tool === undefined || chromiumPath === undefined)('a real Home Assistant', () => {
  it('signed in on its own page in Chromium: the first backup, with four inputs in the app', async ({ world }) => {
    const { signal } = new AbortController();
    const home = await OwnHome.start({ tool: tool ?? '', version: '2026.11.0', os: false, signal });
    const browser = await launchChromium();
    try {
      const { url, username = '', password = '' } = home.facts;
      let said = '';
      const logIn = async (page: string): Promise<void> => {
        said = await logInWith(browser, page, { username, password });
      };
      const app = await world.start();
      expect(await setUp(app, { url, logIn }, world.apple)).toBeLessThanOrEqual(4);
      expect(said).toBe('You can close this page');
      expect(storedArchives(world.apple)).toHaveLength(1);
      expect(await home.badLogins()).toBe(0);
      expect(JSON.stringify(await app.state())).not.toContain(password);
    } finally {
      await browser.close();
      await home.remove();
    }
  });
});
