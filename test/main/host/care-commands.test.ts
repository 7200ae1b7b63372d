import { expect, test } from 'vitest';
import { readSettings } from '../../../src/core/commands/change-settings.ts';
import { freshSettings } from '../../../src/core/settings/schema.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';
import { careCommands } from '../../../src/main/host/commands/settings.ts';
import * as build from '../../support/domain-builders.ts';
import { MemoryFile } from '../../core/settings/memory-file.ts';

const neighbour = { id: build.neighbour };
const third = { id: build.thirdComputer };

/** The app, and a terminal that changes the same file beside it. */
const open = () => {
  const file = new MemoryFile({ ...freshSettings('Study'), computerId: build.me });
  const store = (): SettingsStore =>
    new SettingsStore({ file, computerName: 'Study', now: () => build.now, onBroken: () => undefined });
  const [settings, terminal] = [store(), store()];
  return { terminal, care: careCommands({ settings, readSettings: () => readSettings({ settings }) }) };
};

test('one more computer is in care, each once, and one less', async () => {
  const { care } = open();
  await care['settings.adopt'](neighbour);
  await care['settings.adopt'](neighbour);
  expect(await care['settings.adopt'](third)).toMatchObject({ adoptedComputers: [neighbour.id, third.id] });
  expect(await care['settings.release'](neighbour)).toMatchObject({ adoptedComputers: [third.id] });
  expect(await care['settings.release'](neighbour)).toMatchObject({ adoptedComputers: [third.id] });
});

test('what was given back elsewhere meanwhile is not taken over again with another one', async () => {
  const { care, terminal } = open();
  await care['settings.adopt'](neighbour);
  await terminal.update((current) => ({ ...current, adoptedComputers: [] }));
  expect(await care['settings.adopt'](third)).toMatchObject({ adoptedComputers: [third.id] });
  await terminal.update((current) => ({ ...current, adoptedComputers: [neighbour.id, third.id] }));
  expect(await care['settings.release'](third)).toMatchObject({ adoptedComputers: [neighbour.id] });
});
