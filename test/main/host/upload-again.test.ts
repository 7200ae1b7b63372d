import { expect, test } from 'vitest';
import { vanishedIds } from '../../../src/main/host/commands/backups.ts';
import type { ListedBackup } from '../../../src/shared/status.ts';

const entry = (id: string, reason: string): ListedBackup => ({
  id,
  name: 'Automatic backup',
  date: '2026-11-21T05:00:00Z',
  size: 1,
  kind: 'automatic',
  protected: true,
  where: ['home-assistant'],
  instance: 'Home',
  verification: null,
  remote: null,
  haVersion: null,
  sha256: null,
  computer: null,
  next: 'leave',
  reason,
});

test('all that disappeared are uploaded again, however many there are, and nothing else', async () => {
  const gone = Array.from({ length: 200 }, (_none, index) =>
    entry(`gone${index}`, index < 3 ? 'in-doubt' : 'vanished'),
  );
  const others = ['new', 'young', 'removed-by-user', 'refused'].map((reason) => entry(reason, reason));
  const listRemembered = () => Promise.resolve({ backups: [...others, ...gone], problems: [] });
  expect(await vanishedIds({ listRemembered })).toEqual(gone.map(({ id }) => id));
});
