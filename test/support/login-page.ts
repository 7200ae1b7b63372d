import type { Browser } from 'playwright-core';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Signs in on Home Assistant's page as a person does, in a browser that knows nobody. Gives back what is said at the end. */
export const logInWith = async (browser: Browser, address: string, { username, password }: Login): Promise<string> => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('input[name="username"]').fill(username);
    await page.locator('input[name="password"]').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/\?/);
    return (await page.locator('h1').textContent()) ?? '';
  } finally {
    await context.close();
  }
};
