import { z } from 'zod';
import { homeSignInPages } from '../../../src/messages/home-sign-in-pages.ts';
import { logInWith } from '../../support/login-page.ts';
import { chromiumPath, chromiumWish, launchChromium } from '../../ui/support/chromium.ts';
import { openApp } from '../app.ts';
import { ensure, firstReason, ownOnly, type Check } from '../check.ts';
import { tell } from '../talk.ts';
import type { World } from '../world.ts';

const tokens = z.array(z.object({ type: z.string(), client_name: z.string().nullable() }));

/** What Home Assistant lists of its owner's: sessions of browsers, and long-lived ones. */
const listed = async ({ url, token }: World): Promise<{ readonly sessions: number; readonly names: string[] }> => {
  const all = tokens.parse(await tell({ url, token }, { type: 'auth/refresh_tokens' }));
  const names = all.flatMap(({ type, client_name: name }) => (type === 'normal' || name === null ? [] : [name]));
  return { sessions: all.filter(({ type }) => type === 'normal').length, names: names.sort() };
};

export const signsIn: Check = {
  name: 'signing in on its own page, in Chromium',
  leftOut: firstReason(ownOnly, ({ own }) => {
    if (own?.facts.password === undefined) return 'the program that starts one tells no password';
    return chromiumPath === undefined ? `it needs ${chromiumWish}` : undefined;
  }),
  run: async (world) => {
    const { username = '', password = '' } = world.own?.facts ?? {};
    const browser = await launchChromium();
    world.later(() => browser.close());
    const before = await listed(world);
    const { app } = await openApp(world);
    let said: Promise<string> | undefined;
    const pages: string[] = [];
    const open = (page: string): Promise<void> => {
      pages.push(page);
      said = logInWith(browser, page, { username, password });
      said.catch(() => undefined);
      return Promise.resolve();
    };
    const tokenName = `HA iCloud Backup on ${world.folder}`;
    const asked = { open, pages: homeSignInPages() };
    const agreement = await app.askToSignIn({ url: world.url }, asked, world.signal);
    const found = await app.finishSignIn({ agreement, tokenName }, world.signal);
    ensure((await said)?.includes('You can close this page') === true, `the browser ends on "${await said}"`);
    ensure(found.admin, 'the token is of no administrator');
    const during = await listed(world);
    ensure(during.names.includes(tokenName), `its tokens are ${during.names.join(', ')}`);
    ensure(during.sessions === before.sessions, 'the sign-in itself was not revoked');
    const { removed, problems } = await app.logout('ha', world.signal);
    ensure(
      removed.includes('own-token'),
      `logout removed ${removed.join(', ')}, ${problems.map((p) => p.code).join()}`,
    );
    const after = await listed(world);
    ensure(JSON.stringify(after) === JSON.stringify(before), 'a token is left behind');
    return `one token of our own, ${pages.some((page) => page.includes('code_challenge=')) ? 'with' : 'without'} PKCE; nothing left after the logout`;
  },
};
