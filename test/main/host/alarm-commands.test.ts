import { expect, it } from 'vitest';
import { alarmCommands } from '../../../src/main/host/commands/alarm.ts';
import type { HostContext } from '../../../src/main/host/host-context.ts';

const withText = (text: string | null) => {
  const copied: string[] = [];
  const context = {
    app: { alarmText: () => Promise.resolve(text) },
    shell: { copyText: (copy: string) => copied.push(copy) },
    signal: new AbortController().signal,
  } as unknown as HostContext;
  return { copied, commands: alarmCommands(context) };
};

it('the automation goes to a window line by line, and to the clipboard as it is', async () => {
  const { commands, copied } = withText('- id: alarm\n  mode: single\n');
  expect(await commands['alarm.text']({})).toEqual(['- id: alarm', '  mode: single']);
  await commands['alarm.copy-text']({});
  expect(copied).toEqual(['- id: alarm\n  mode: single\n']);
});

it('where there is none, the clipboard keeps what it has', async () => {
  const { commands, copied } = withText(null);
  expect(await commands['alarm.text']({})).toBeNull();
  await commands['alarm.copy-text']({});
  expect(copied).toEqual([]);
});
