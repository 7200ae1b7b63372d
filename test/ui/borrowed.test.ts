import { expect, it } from 'vitest';
import { answers, fresh } from './states/setup.ts';
import { press, titled, useSetup } from './setup-world.ts';
import { backups, hoursFromNow, notSetUp, safeStatus, stateWith } from './states/view-state.ts';
import { keepsLast } from './states/restore.ts';
import { ok, type Answers } from './states/answers.ts';

const openSetup = useSetup();

const there: Answers = {
  ...answers,
  'backups.list': () => ok({ backups: backups.filter(({ where }) => where.includes('icloud')), problems: [] }),
  ...keepsLast(),
  'settings.remove-from-computer': () => ok({ removed: ['apple', 'config'], kept: [], problems: [] }),
};

it('a borrowed computer: from the first page to a saved backup, and nothing stays behind', async () => {
  const window = await openSetup(fresh, { answers: there });
  const { page, calls } = window;
  await press(window, 'Restore a backup');
  await titled(window, 'Where are your backups?');
  const { signIn } = safeStatus;
  const signedIn = { ...notSetUp.status, signIn };
  const route = fresh.route;
  await window.push(stateWith(signedIn, { route, signIn: { step: 'done', until: hoursFromNow(720) } }));
  await titled(window, 'Restore a backup');
  await page
    .getByRole('button', { name: /^Save to a folder/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Sign out and remove everything from this computer…' }).click();
  const question = page.getByRole('dialog', { name: 'Remove from this computer?' });
  await question.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog', { name: 'Removed from this computer' }).waitFor();
  expect(calls).toContainEqual({ name: 'settings.remove-from-computer', input: { what: 'all' } });
  // There never was one here.
  expect(await page.getByText('The token still exists in Home Assistant').count()).toBe(0);
  await window.shoot('borrowed-removed');
  await window.expectClean();
});
