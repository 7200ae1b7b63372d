import type { ErrorCode } from '../../shared/error-codes.ts';
import { heldBack } from './held.ts';
import {
  bytesOf,
  momentOf,
  numberOf,
  textOf,
  when,
  type Flags,
  type Numbers,
  type Texts,
  type WordsFor,
} from '../template.ts';
import { formatBytes, plural } from '../format.ts';

const offlineReasons: Readonly<Record<string, string>> = {
  certificate:
    "The certificate of the connection to Apple isn't trusted; a proxy or antivirus software may have substituted its own.",
  proxy: "The proxy doesn't let the connection through.",
  silent: 'The connection stalled.',
};

/** Nobody can ask iCloud how much is free, and a bare "full" helps nobody. 0 bytes stand for a size that is not known. */
const space = (facts: Numbers<'neededBytes'>): string => {
  const needed = numberOf(facts, 'neededBytes') ?? 0;
  return needed > 0
    ? `The backup needs ${formatBytes(needed)}; Apple doesn't say how much is free.`
    : "It isn't known how much the backup needs, and Apple doesn't say how much is free.";
};

/** `dialog` = the user is waiting for this very step, and nobody else will try it again. */
const inDialog = (facts: Flags<'dialog'>): boolean => facts.dialog === true;

const again = (facts: Flags<'dialog'>): string =>
  inDialog(facts) ? 'Try again in a few minutes.' : "Nothing to do: we'll keep trying.";

/** Apple's own words; until then Apple is not asked again. */
const pause = (facts: Texts<'until'>): string =>
  when(momentOf(facts, 'until'), (until) => ` The next automatic attempt is after ${until}.`);

const others = (facts: Numbers<'count'>): string => {
  const more = (numberOf(facts, 'count') ?? 1) - 1;
  return more > 0 ? ` and ${plural(more, { one: 'other file', other: 'other files' })}` : '';
};

const named = <Name extends 'name' | 'archive'>(facts: Texts<Name>, fact: Name): string =>
  textOf(facts, fact) ?? 'the file';

const vanished = (facts: Texts<'name'> & Numbers<'backups'>): string => {
  const name = textOf(facts, 'name');
  const count = numberOf(facts, 'backups') ?? 1;
  if (count > 1)
    return `${plural(count, { one: 'stored backup is', other: 'stored backups are' })} no longer listed in iCloud Drive.`;
  return `${name ?? 'A stored backup'} is no longer listed in iCloud Drive.`;
};

/** What happens to the backups in iCloud Drive. */
export const iCloudDriveProblems = {
  'cloud.offline': {
    title: "iCloud can't be reached",
    cause: (facts) => offlineReasons[textOf(facts, 'reason') ?? ''] ?? 'There is no connection to Apple right now.',
    next: (facts) =>
      textOf(facts, 'reason') === 'certificate' || textOf(facts, 'reason') === 'proxy'
        ? `Check the settings for the proxy and the certificate to trust.${inDialog(facts) ? ' Then try again.' : " We'll keep trying."}`
        : again(facts),
  },
  'cloud.full': {
    title: 'iCloud is full',
    cause: (facts) => `iCloud rejected the upload. ${space(facts)} Existing backups are safe.`,
    next: 'Check Settings > your name > iCloud on your iPhone, or icloud.com. Free up or buy space, empty Recently Deleted in iCloud Drive (it may count for about 30 days), then back up again here. We retry once a day.',
  },
  'cloud.not-found': {
    title: 'Not found in iCloud Drive',
    cause: (facts) => {
      const folder = textOf(facts, 'folder');
      if (folder !== undefined) return `There is no folder named ${folder} in iCloud Drive.`;
      return `${textOf(facts, 'name') ?? 'The file'} is no longer in the folder.`;
    },
    next: 'List the backups again and choose one of them. Deleted files stay in Recently Deleted at icloud.com for about 30 days.',
  },
  'cloud.folder-unread': {
    title: "A folder in iCloud Drive couldn't be read",
    cause: (facts) => `${textOf(facts, 'folder') ?? 'One folder'} couldn't be read. The other folders aren't affected.`,
    next: 'Try again in a few minutes.',
  },
  'cloud.folder-missing': {
    title: 'The backup folder in iCloud Drive is empty or gone',
    cause: (facts) => {
      const known = numberOf(facts, 'knownCopies');
      const backups = known === undefined ? 'backups' : plural(known, { one: 'backup', other: 'backups' });
      return `The last check found ${backups}${when(textOf(facts, 'folder'), (folder) => ` in ${folder}`)}. Nothing is uploaded or deleted until you have checked.`;
    },
    next: 'Check iCloud Drive. If you renamed or moved the folder, set its new name here. If you deleted it, restore it from Recently Deleted at icloud.com, or start over.',
  },
  'cloud.folder-changed': {
    title: 'A different folder was chosen',
    cause: (facts) =>
      `Existing backups are in ${textOf(facts, 'from') ?? 'the old folder'} in iCloud Drive${when(textOf(facts, 'to'), (to) => `, and new ones would go to ${to}`)}.`,
    next: 'Choose what to do: move them to the new folder, start over there, or say that you renamed the folder yourself.',
  },
  'cloud.upload-unconfirmed': {
    title: "The upload couldn't be confirmed",
    cause: (facts) => `iCloud accepted ${named(facts, 'name')}, but doesn't list it with its full size.`,
    next: "We'll keep trying. Only what is listed and compared counts as stored.",
  },
  'cloud.copy-mismatch': {
    title: "The downloaded backup doesn't match the original",
    cause: (facts) => {
      const [expected, found] = [bytesOf(facts, 'expected'), bytesOf(facts, 'found', 'bytes')];
      if (expected === undefined || found === undefined || expected === found)
        return 'Its content differs from what was uploaded.';
      return `It is ${found}, but should be ${expected}.`;
    },
    next: "Don't restore from this file. Choose another backup; the one in Home Assistant may still be intact.",
  },
  'cloud.copy-damaged': {
    title: 'A backup in iCloud was changed',
    cause: (facts) =>
      `The size or content of ${named(facts, 'archive')} no longer matches what was uploaded. It isn't counted, and it isn't touched.`,
    next: 'Check it in iCloud Drive. If Home Assistant still has this backup, it is uploaded again automatically. You can delete the damaged file there, with the manifest next to it.',
  },
  'cloud.copy-vanished': {
    title: (facts) =>
      (numberOf(facts, 'backups') ?? 1) > 1
        ? 'Backups have disappeared from iCloud'
        : 'A backup has disappeared from iCloud',
    cause: (facts) =>
      `${vanished(facts)} This app didn't delete ${(numberOf(facts, 'backups') ?? 1) > 1 ? 'them' : 'it'}. Nothing is deleted until you answer, or iCloud lists ${(numberOf(facts, 'backups') ?? 1) > 1 ? 'them' : 'it'} again.`,
    next: (facts) => {
      const it = (numberOf(facts, 'backups') ?? 1) > 1 ? 'them' : 'it';
      return `If you want ${it} back, restore ${it} from Recently Deleted at icloud.com, or upload ${it} again from Home Assistant. If you removed ${it} yourself, say so.`;
    },
  },
  'cloud.removed-by-user': {
    title: 'Removed by you',
    cause: "It was deleted in iCloud Drive, so it isn't uploaded again automatically.",
    next: 'If you want it back, restore it from Recently Deleted at icloud.com, or back it up again here.',
  },
  'cloud.last-copy': {
    title: 'This is the only verified backup in iCloud',
    cause: (facts) =>
      `Without ${named(facts, 'name')}, no backup in iCloud would be known to be intact. Nothing was deleted.`,
    next: 'Make another backup first. Once that is in iCloud, you can delete this one.',
  },
  'cloud.copy-pinned': {
    title: 'This backup is never deleted',
    cause: (facts) => `You chose to keep ${named(facts, 'name')} for ever. Nothing was deleted.`,
    next: 'Turn off "Never delete" for it first.',
  },
  'cloud.delete-unconfirmed': {
    title: 'An old backup is still there',
    cause: (facts) => `iCloud agreed to move ${named(facts, 'name')} to Recently Deleted, but still lists it.`,
    next: "We'll keep trying. No other backup is affected.",
  },
  'cloud.failed': {
    title: 'iCloud reported a problem',
    cause: (facts) =>
      `Apple's service didn't do what was asked${when(statusOf(facts), (status) => ` (answer ${status})`)}.`,
    next: (facts) => `${again(facts)} Apple lists known outages at apple.com/support/systemstatus.`,
  },
  'cloud.manifest-unfetched': {
    title: "A backup in iCloud couldn't be checked",
    cause: (facts) =>
      `iCloud lists ${named(facts, 'name')}${others(facts)}${when(textOf(facts, 'folder'), (folder) => ` in ${folder}`)}, but the contents couldn't be read. ${heldBack(facts)}`,
    next: "Nothing to do: we'll keep trying, less and less often. If this keeps happening, check the file in iCloud Drive: if it can't be opened there either, delete it, and the backup is uploaded again.",
  },
  'cloud.marker-unread': {
    title: 'A small file in the backup folder is damaged',
    cause: (facts) =>
      `The file instance.json${when(textOf(facts, 'folder'), (folder) => ` in ${folder}`)} says which Home Assistant the folder belongs to, and it can't be read. Backups aren't affected.`,
    next: 'Delete instance.json from that folder in iCloud Drive. The next backup creates it again.',
  },
  'cloud.marker-unwritten': {
    title: "A small file in the backup folder couldn't be written",
    cause: (facts) =>
      `The file instance.json${when(textOf(facts, 'folder'), (folder) => ` in ${folder}`)} says which Home Assistant the folder belongs to. Backups aren't affected.`,
    next: 'Nothing to do: it is written with the next backup.',
  },
  'icloud.region': {
    title: "Apple Accounts in mainland China aren't supported yet",
    cause: "Apple keeps them on separate servers, which rclone can't sign in to (rclone issue 8587).",
    next: (facts) => `Use another Apple Account for the backups.${pause(facts)}`,
  },
  'icloud.no-drive': {
    title: "iCloud Drive isn't set up for this account",
    cause: 'Apple says the account has no iCloud Drive.',
    next: (facts) =>
      `Open icloud.com in a browser, sign in and open Drive once, or turn on iCloud Drive on your iPhone (Settings > your name > iCloud). Then sign in again here.${pause(facts)}`,
  },
  'icloud.access-denied': {
    title: 'Apple denies access to iCloud Drive',
    cause: 'Apple says this account may not use it. The reason may be a managed account or a restriction.',
    next: (facts) =>
      `Open icloud.com in a browser and check that Drive works there. Then sign in again here.${pause(facts)}`,
  },
  'cloud.name-taken': {
    title: 'A file is where the backup folder should be',
    cause: (facts) =>
      `iCloud Drive holds a file named ${textOf(facts, 'path') ?? 'like the backup folder'}, so no folder with that name can be created or opened.`,
    next: 'Rename or move that file in iCloud Drive, or choose another folder for the backups in the settings.',
  },
} satisfies Partial<WordsFor<Extract<ErrorCode, `cloud.${string}` | `icloud.${string}`>>>;

const statusOf = (facts: Numbers<'status'>): string | undefined => {
  const status = numberOf(facts, 'status');
  return status === undefined ? undefined : String(status);
};
