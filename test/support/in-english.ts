import { spokenFor } from '../../src/messages/locale.ts';
import { speak } from '../../src/messages/messages.ts';
import * as windows from '../../src/messages/windows.ts';

/** What tests expect to read, whatever language and region the computer has (vitest.config.ts). */
const spoken = spokenFor(process.env, { languages: [] });

await speak(spoken);
await windows.speak(spoken);
await windows.readMessages(
  'home',
  'activity',
  'restore',
  'search',
  'choices',
  'settings',
  'setting',
  'setup',
  'prompt',
);
