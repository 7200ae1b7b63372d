import type { GivenKey } from '../../../shared/contract/given-key.ts';
import { givenKeys } from '../given-keys.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';
import { orGivenUp } from './given-up.ts';
import { inside } from './way-back.ts';

/** Commands about the file in hand. None of them changes it or writes anything next to it. */
export const fileCommands = ({ app, shell, jobs, redactor, inHand }: HostContext): HandlersOf<'file'> => {
  // Never a copy in iCloud, whatever the file is called.
  const openedBy = (key: GivenKey | undefined) => ({
    what: inHand.path,
    file: inHand.path,
    given: givenKeys(key, redactor),
    keys: () => Promise.resolve([]),
  });
  return {
    'file.choose': async () => {
      const path = await shell.chooseBackupFile();
      return path === null ? null : await inHand.take(path);
    },
    'file.check': async ({ key }) => {
      const input = { file: inHand.path, given: givenKeys(key, redactor) };
      return await orGivenUp(
        jobs.run('check-file', (until, onActivity) => {
          const onRead = (bytes: number, total: number): void =>
            onActivity({ phase: 'checking', read: { bytes, total } });
          return app.checkWithKnownKeys({ ...input, onRead }, until);
        }),
      );
    },
    'file.contents': async ({ part = null, key }) => {
      const wish = { ...openedBy(key), part };
      return await orGivenUp(
        jobs.run('look-inside', (until, onActivity) => app.contents(wish, inside(onActivity), until)),
      );
    },
    'file.extract': async ({ path, key }) => {
      const to = await shell.chooseFolder();
      if (to === null) return null;
      const wish = { ...openedBy(key), path, to };
      const extracted = await orGivenUp(
        jobs.run('extract', (until, onActivity) => app.extract(wish, inside(onActivity), until)),
      );
      if (extracted) shell.showInFolder(extracted.target);
      return extracted;
    },
    'file.let-go': () => {
      inHand.letGo();
      jobs.cancel('check-file');
      return Promise.resolve(null);
    },
  };
};
