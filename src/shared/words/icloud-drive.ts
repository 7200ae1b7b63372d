import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { formatBytes } from './format.ts';
import { bytesOf, numberOf, textOf, when, type ProblemTemplate } from './template.ts';

const offlineReasons: Readonly<Record<string, string>> = {
  certificate: 'The certificate on the way to Apple is not trusted; a proxy or virus scanner may have put in its own.',
  proxy: 'The proxy does not let the connection through.',
  silent: 'The connection was there, but nothing moved on it any more.',
};

/** Nobody can ask iCloud how much is free, and a bare "full" helps nobody. 0 bytes stand for a size that is not known. */
const space = (facts: ErrorFacts): string => {
  const needed = numberOf(facts, 'neededBytes') ?? 0;
  return needed > 0
    ? `The backup needs ${formatBytes(needed)}; Apple does not tell how much is free.`
    : 'How much the backup needs is not known, and Apple does not tell how much is free.';
};

const named = (facts: ErrorFacts, fact: 'name' | 'archive'): string => textOf(facts, fact) ?? 'the file';

/** What happens to the copies in iCloud Drive. */
export const iCloudDriveWords = {
  'icloud.offline': {
    title: 'iCloud cannot be reached',
    cause: (facts) => offlineReasons[textOf(facts, 'reason') ?? ''] ?? 'There is no connection to Apple right now.',
    next: (facts) =>
      textOf(facts, 'reason') === 'certificate' || textOf(facts, 'reason') === 'proxy'
        ? 'Check the settings for the proxy and the certificate to trust. It is tried again by itself.'
        : 'Nothing to do: it is tried again by itself.',
  },
  'icloud.full': {
    title: 'Not enough space in iCloud for the next backup',
    cause: (facts) => `Apple did not take the upload. ${space(facts)} The copies that are there stay.`,
    next: 'Look at Settings > your name > iCloud on your iPhone, or at icloud.com. Make room or get more, empty Recently Deleted in iCloud Drive (it may count for about 30 days), then start a backup here. By itself it is tried once a day.',
  },
  'icloud.not-found': {
    title: 'Not there in iCloud Drive',
    cause: (facts) =>
      `There is no ${textOf(facts, 'name') ?? textOf(facts, 'folder') ?? 'such file'} in the folder any more.`,
    next: 'List the backups again and choose one of them. What was deleted is in Recently Deleted at icloud.com for about 30 days.',
  },
  'icloud.folder-missing': {
    title: 'The backup folder in iCloud Drive is empty or gone',
    cause: (facts) => {
      const known = numberOf(facts, 'knownCopies');
      const copies = known === undefined ? 'copies' : known === 1 ? 'one copy' : `${known} copies`;
      return `The last look found ${copies}${when(textOf(facts, 'folder'), (folder) => ` in ${folder}`)}. Nothing is uploaded or deleted until you have looked.`;
    },
    next: 'Look into iCloud Drive. If you renamed or moved the folder, set its new name here. If you deleted it, restore it from Recently Deleted at icloud.com, or begin anew.',
  },
  'icloud.folder-changed': {
    title: 'Another folder was chosen',
    cause: (facts) =>
      `The backups so far are in ${textOf(facts, 'from') ?? 'the old folder'} of iCloud Drive${when(textOf(facts, 'to'), (to) => `, and new ones would go to ${to}`)}.`,
    next: 'Choose: move them to the new folder, begin anew there, or say that you renamed the folder yourself.',
  },
  'icloud.upload-unconfirmed': {
    title: 'The upload could not be confirmed',
    cause: (facts) => `iCloud took ${named(facts, 'name')}, but does not list it with its full size.`,
    next: 'It is tried again by itself. Only what is listed and compared counts as stored.',
  },
  'icloud.copy-mismatch': {
    title: 'The copy from iCloud is not the one that was stored',
    cause: (facts) => {
      const [expected, found] = [bytesOf(facts, 'expected'), bytesOf(facts, 'found', 'bytes')];
      if (expected === undefined || found === undefined || expected === found)
        return 'Its content differs from what was uploaded.';
      return `It has ${found} and should have ${expected}.`;
    },
    next: 'Do not restore from this file. Choose another backup of the list; the one in Home Assistant may be whole.',
  },
  'icloud.copy-damaged': {
    title: 'A copy in iCloud Drive was changed',
    cause: (facts) =>
      `The size or content of ${named(facts, 'archive')} is not the one any more with which it was stored. It does not count, and it is left as it is.`,
    next: 'Look at it in iCloud Drive. If Home Assistant still has this backup, it is stored anew by itself. The damaged file can be deleted there, with the manifest beside it.',
  },
  'icloud.removed-by-user': {
    title: 'Removed by you',
    cause: 'The copy was deleted in iCloud Drive, so it is not uploaded again by itself.',
    next: 'If you want it back, restore it from Recently Deleted at icloud.com, or ask for this backup here.',
  },
  'icloud.last-copy': {
    title: 'This is the only verified copy',
    cause: (facts) =>
      `Without ${named(facts, 'name')} there would be no backup in iCloud Drive that is known to be whole. Nothing was deleted.`,
    next: 'Make another backup first. Once its copy is in iCloud Drive, this one can go.',
  },
  'icloud.delete-unconfirmed': {
    title: 'An old copy is still there',
    cause: (facts) => `iCloud accepted that ${named(facts, 'name')} is moved to Recently Deleted, but still lists it.`,
    next: 'It is tried again by itself. No other copy is affected.',
  },
  'icloud.failed': {
    title: 'iCloud reported a problem',
    cause: (facts) =>
      `Apple's service did not do what was asked${when(statusOf(facts), (status) => ` (answer ${status})`)}.`,
    next: 'It is tried again by itself. Apple shows known faults at apple.com/support/systemstatus.',
  },
} as const satisfies Partial<Record<Extract<ErrorCode, `icloud.${string}`>, ProblemTemplate>>;

const statusOf = (facts: ErrorFacts): string | undefined => {
  const status = numberOf(facts, 'status');
  return status === undefined ? undefined : String(status);
};
