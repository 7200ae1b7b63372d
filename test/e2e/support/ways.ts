import type { Page } from 'playwright-core';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import type { HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import type { DesktopApp } from './desktop-app.ts';

/** From the first page to what was found in Home Assistant. Gives back how many fields were filled in. */
const connectHome = async (page: Page, home: HomeAssistantSimulator): Promise<number> => {
  await page.getByRole('button', { name: 'Set up backups' }).click();
  const address = page.getByLabel('Address', { exact: true });
  const other = page.getByRole('radio', { name: /Another address/ });
  if (await other.isVisible()) await other.check();
  await address.fill(home.url);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Access token').fill(home.token);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('heading', { name: /^Found / }).waitFor({ timeout: 60_000 });
  return 2;
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
export const setUp = async (app: DesktopApp, home: HomeAssistantSimulator, apple: AppleSimulator): Promise<number> => {
  const page = await app.window('index');
  let inputs = await connectHome(page, home);
  await page.getByRole('button', { name: 'Continue' }).click();
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
