import type { Needs } from '../context.ts';
import { toAppError } from '../errors/app-error.ts';
import { marksWith, type KeyMarks } from './key-marks.ts';
import { noteTries, sawPresent, type Tried } from './key-notes.ts';

export type KeyMemoryNeeds = Needs<'keyNotes' | 'secretStore' | 'settings', 'clock' | 'logger'>;

/** Undefined where no Home Assistant is set up: nothing is noted there. Errors: `secrets.*`. */
export const keyMarks = async ({
  secretStore,
  settings,
}: Needs<'secretStore' | 'settings'>): Promise<KeyMarks | undefined> => {
  const [instance] = settings.current.instances;
  if (!instance) return undefined;
  const token = (await (await secretStore()).read())?.haTokens?.[instance.key];
  return token === undefined ? undefined : marksWith(token);
};

/** Home Assistant has this key now. What cannot be noted costs nobody anything. */
export const notePresent = async (context: KeyMemoryNeeds, key: string): Promise<void> =>
  await quietly(context, async (marks) => {
    const notes = await context.keyNotes.read();
    const seen = sawPresent(notes, marks, key, context.ports.clock.now());
    if (seen !== notes) await context.keyNotes.update((now) => sawPresent(now, marks, key, context.ports.clock.now()));
  });

/** What keys open the backup of this hash. */
export const noteTried = async (context: KeyMemoryNeeds, sha256: string, tries: readonly Tried[]): Promise<void> => {
  if (tries.length === 0) return;
  await quietly(context, async (marks) => {
    await context.keyNotes.update((notes) => noteTries(notes, marks, sha256, tries));
  });
};

const quietly = async (context: KeyMemoryNeeds, work: (marks: KeyMarks) => Promise<void>): Promise<void> => {
  try {
    const marks = await keyMarks(context);
    if (marks) await work(marks);
  } catch (error) {
    context.ports.logger.warn('keys not noted', { code: toAppError(error).code });
  }
};
