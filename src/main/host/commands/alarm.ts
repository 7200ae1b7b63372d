import { toldWords } from '../../../messages/told-home.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';

/** Home Assistant hears of a change without being told here: `keepTellingHome` (build-host.ts) follows the state. */
export const alarmCommands = ({ app, shell, signal }: HostContext): HandlersOf<'alarm'> => {
  const text = (): Promise<string | null> => app.alarmText(toldWords().alarm.of);
  return {
    'alarm.services': () => app.alarmServices(signal),
    'alarm.set': async (choice) => {
      await app.setAlarm(choice, signal);
      return null;
    },
    'alarm.off': async () => {
      await app.setAlarm(null, signal);
      return null;
    },
    'alarm.test': () => app.testAlarm(toldWords().alarm.test, signal),
    // To a window goes no control character, and an end of line is one.
    'alarm.text': async () => (await text())?.trimEnd().split('\n') ?? null,
    'alarm.copy-text': async () => {
      const yaml = await text();
      if (yaml !== null) shell.copyText(yaml);
      return null;
    },
  };
};
