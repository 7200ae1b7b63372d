import { expect, test } from 'vitest';
import { never } from '../../support/app-harness.ts';
import { acting } from '../../support/hostile-names.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const name = '\u202E\u001B[2J\u2028evil\n\u0007';
const world = useSyncWorld({ home: { name: name } });

test('whatever names a Home Assistant gives, its backups are stored under names that act on nothing', async () => {
  const sizeBytes = 204_800;
  const names = [name, '', ' \n', 'x'.repeat(5_000), '../../etc/passwd', '\uD83D'];
  for (const [index, one] of names.entries())
    await world.home.addBackup({ name: one, sizeBytes, date: world.ago(0.1 * (index + 1)) });
  await world.app.setUp({ url: world.home.url, token: world.home.token }, never);
  const report = await world.run();
  expect(report).toMatchObject({ outcome: 'done' });
  expect(report.backups.map(({ outcome }) => outcome)).toEqual(names.map(() => 'stored'));
  const files = world.apple.files('HomeAssistantBackups').map(({ path }) => path);
  expect(files.length).toBeGreaterThan(2 * names.length);
  for (const path of files) expect(path).toMatch(/^[A-Za-z0-9 .'()_/-]+$/);
  const listed = (await world.app.list({ allInstances: true }, never)) as unknown;
  for (const text of textsIn([report, listed])) {
    expect(text).not.toMatch(acting);
    expect(text.length).toBeLessThan(300);
  }
}, 120_000);

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
