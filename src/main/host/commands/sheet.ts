import { writeFileAtomically } from '../../../core/state/small-file.ts';
import { messages } from '../../../messages/messages.ts';
import { formatExact } from '../../../messages/dates.ts';
import { sheetPage } from '../../../messages/sheet-page.ts';
import type { ParsedInput } from '../../../shared/contract/commands.ts';
import type { Sheet } from '../../../shared/sheet.ts';
import { givenKeys } from '../given-keys.ts';
import { rememberHint, sheetHint } from '../hints.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';

/** The page is made, printed and saved here: a key on it never gets to a window that shows anything else. */
export const sheetCommands = (context: HostContext): HandlersOf<'sheet'> => {
  const { app, shell } = context;
  return {
    'sheet.save': async (wish) => {
      const { html, key, home } = await made(context, wish);
      const file = await shell.chooseNewFile(fileNameOf(home));
      if (file === null) return null;
      await writeFileAtomically(file, await shell.toPdf(html));
      shell.showInFolder(file);
      return { file, key };
    },
    'sheet.print': async (wish) => {
      const { html, key } = await made(context, wish);
      return (await shell.print(html)) ? { file: null, key } : null;
    },
    'sheet.confirm': async () => {
      await rememberHint(app, sheetHint);
      return null;
    },
  };
};

interface Made {
  readonly html: string;
  readonly key: Sheet['key'];
  /** Name of the Home Assistant; null where none is set up. */
  readonly home: string | null;
}

const made = async (
  { app, clock, redactor, signal }: HostContext,
  { withKey, key: given }: ParsedInput<'sheet.save'>,
): Promise<Made> => {
  const wish = { withKey, keys: givenKeys(given, redactor), askKey: () => Promise.resolve([]) };
  const { facts, key } = await app.makeSheet(wish, signal);
  redactor.register(key);
  const dates = { now: formatExact(clock.now().toISOString()), newest: formatExact(facts.newest?.date ?? '') };
  return { html: sheetPage(facts, key, dates), key: facts.key, home: facts.home?.name ?? null };
};

/** What no system takes in the name of a file is left out. */
const fileNameOf = (home: string | null): string => {
  const { title, anyHome } = messages.sheet;
  return `${title(home ?? anyHome)
    .replace(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .slice(0, 100)
    .trim()}.pdf`;
};
