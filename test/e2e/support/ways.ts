import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import type { DesktopApp } from './desktop-app.ts';

/** A Home Assistant that a person can sign in to. */
export interface SignInHome {
  readonly url: string;
  /** What they do in their browser, on the page that they are sent to. */
  readonly logIn: (page: string) => Promise<void>;
}

/** What the app would open in the browser, from now on: the desktop of these tests has none. */
const sentTo = async ({ electron }: DesktopApp): Promise<() => Promise<string>> => {
  await electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
  });
  return async () => {
    let page: string | undefined;
    await expect
      .poll(async () => {
        page = await electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.at(-1));
        return page;
      })
      .toBeDefined();
    return page ?? '';
  };
};

/** From the first page to what was found in Home Assistant. Gives back how many fields were filled in. */
const connectHome = async (app: DesktopApp, page: Page, home: SignInHome): Promise<number> => {
  await page.getByRole('button', { name: 'Set up backups' }).click();
  const address = page.getByLabel('Address', { exact: true });
  const other = page.getByRole('radio', { name: /Another address/ });
  if (await other.isVisible()) await other.check();
  await address.fill(home.url);
  await page.getByRole('button', { name: 'Continue' }).click();
  const browserPage = await sentTo(app);
  await page.getByRole('button', { name: 'Sign in with Home Assistant' }).click();
  await home.logIn(await browserPage());
  await page.getByRole('heading', { name: /^Home Assistant .*found$/ }).waitFor({ timeout: 60_000 });
  return 1;
};

/** Where backups are encrypted, the kit is asked about before the account. */
const confirmKit = async (page: Page): Promise<void> => {
  const kit = page.getByRole('checkbox', { name: 'I have saved the emergency kit' });
  await kit.or(page.getByLabel('Apple Account')).first().waitFor();
  if (!(await kit.isVisible())) return;
  await kit.check();
  await page.getByRole('button', { name: 'Continue' }).click();
};

/** From the account's page to the end of the sign-in. Gives back how many fields were filled in. */
export const signIn = async (page: Page, apple: AppleSimulator): Promise<number> => {
  await page.getByLabel('Apple Account').fill(apple.account.appleId);
  await page.getByLabel('Password').fill(apple.account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await enterCode(page, apple.account.deviceCode);
  return 3;
};

/** Six digits are sent by themselves. */
export const enterCode = async (page: Page, code: string): Promise<void> => {
  const field = page.getByLabel('Six-digit code');
  await field.waitFor({ timeout: 60_000 });
  await field.fill(code);
};

/** The whole set-up as a person goes through it, up to the last page; counts the inputs. */
export const setUp = async (app: DesktopApp, home: SignInHome, apple: AppleSimulator): Promise<number> => {
  const page = await app.window('index');
  let inputs = await connectHome(app, page, home);
  await page.getByRole('button', { name: 'Continue' }).click();
  await confirmKit(page);
  inputs += await signIn(page, apple);
  await page.getByText('Signed in to iCloud').first().waitFor({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Recommended settings' }).waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Start the first backup' }).click();
  await page.getByText('Your first backup is safe in iCloud').waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: /^All set/ }).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  return inputs;
};
