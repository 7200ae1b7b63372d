import { z } from 'zod';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { SettingsJsonFile } from '../../../src/adapters/settings-file.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';
import { fileLock } from '../../../src/core/state/file-lock.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import { join } from 'node:path';

/** Changes `state.json` and `settings.json` of the folder in `argv[2]` 200 times each; every change adds to what it finds. */
const folder = process.argv[2] ?? '';
const processes = await openProcessTable();
const hold = (name: string) => fileLock(join(folder, name), processes);

const file = new JsonFile(
  join(folder, 'state.json'),
  z.object({ count: z.number() }),
  () => ({ count: 0 }),
  () => undefined,
  { hold: hold('state.json') },
);
const settings = new SettingsStore({
  file: new SettingsJsonFile(folder),
  computerName: 'Study',
  now: () => new Date(),
  onBroken: () => undefined,
  hold: hold('settings.json'),
});
await settings.load();
for (let round = 0; round < 200; round += 1) {
  await file.update(({ count }) => ({ count: count + 1 }));
  await settings.update((current) => ({ ...current, stagingBudgetBytes: current.stagingBudgetBytes + 1 }));
}
