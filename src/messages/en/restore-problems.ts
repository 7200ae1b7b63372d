import type { ErrorCode } from '../../shared/error-codes.ts';
import type { restoreProblems as entries } from '../../shared/problems/restore.ts';
import { bytesOf, textOf, when, type WordsFor } from '../template.ts';

type Code = Extract<ErrorCode, keyof typeof entries>;

const untouched = 'Nothing in Home Assistant was changed.';

export const restoreProblems = {
  'restore.home-too-old': {
    title: 'This Home Assistant is too old for the backup',
    cause: (facts) =>
      `It is version ${textOf(facts, 'version') ?? 'unknown'}, and this backup needs ${textOf(facts, 'needed') ?? 'a newer one'} or newer. Nothing was uploaded.`,
    next: 'Update Home Assistant first, then put the backup into it.',
  },
  'restore.upload-limit': {
    title: 'Home Assistant refuses uploads of this size',
    cause: (facts) =>
      `The backup has ${bytesOf(facts, 'bytes') ?? 'more bytes than it takes'}. ` +
      (textOf(facts, 'version') === undefined
        ? `Home Assistant, or a proxy in front of it, accepts ${when(bytesOf(facts, 'limitBytes'), (limit) => `no more than ${limit}`) || 'less'}.`
        : `Version ${textOf(facts, 'version') ?? ''} accepts no more than ${bytesOf(facts, 'limitBytes') ?? 'a few megabytes'}.`),
    next: (facts) =>
      textOf(facts, 'version') === undefined
        ? "If Home Assistant is 2026.7 or 2026.8, update it to 2026.9 or newer. Otherwise use its local address, or raise the proxy's limit for uploads."
        : 'Update Home Assistant to 2026.9 or newer, then try again.',
  },
  'restore.home-full': {
    title: 'Not enough space in Home Assistant',
    cause: (facts) =>
      `The backup needs ${bytesOf(facts, 'neededBytes') ?? 'more space than there is'}${when(bytesOf(facts, 'freeBytes'), (free) => `, and ${free} is free`)}.`,
    next: 'Free up space on the disk of Home Assistant, for example by deleting old backups there, then try again.',
  },
  'restore.other-there': {
    title: 'Home Assistant already has this backup, with another size',
    cause: (facts) =>
      `It lists a backup with the same ID${when(bytesOf(facts, 'bytes'), (bytes) => ` and ${bytes}`)}, but the one in iCloud has ${bytesOf(facts, 'expected') ?? 'another size'}. ${untouched}`,
    next: 'If the one in Home Assistant is good, restore it there. If it is damaged, delete it in Home Assistant under Settings > System > Backups, then try again.',
  },
  'restore.upload-stopped': {
    title: 'The upload to Home Assistant was interrupted',
    cause: (facts) =>
      `The connection to Home Assistant ended after ${bytesOf(facts, 'sentBytes') ?? 'a part'} of ${bytesOf(facts, 'bytes') ?? 'the backup'}${textOf(facts, 'reason') === 'no-answer' ? ', because it stopped responding' : ''}. ${untouched}`,
    next: "Try again. The backup is already on this computer, so it isn't downloaded again. If it stops at the same place, a proxy may be in the way: use the local address of Home Assistant.",
  },
  'restore.upload-refused': {
    title: "Home Assistant didn't accept the backup",
    cause: (facts) => `It says: ${textOf(facts, 'says') ?? 'nothing'}. ${untouched}`,
    next: 'Check the log of Home Assistant (Settings > System > Logs), then try again.',
  },
  'restore.not-listed': {
    title: "The backup isn't in Home Assistant's list",
    cause: "Home Assistant said that it stored the backup, but doesn't list it. So it doesn't count.",
    next: 'Check in Home Assistant under Settings > System > Backups that its own disk is available, then try again.',
  },
  'restore.key-needed': {
    title: 'This backup needs its key',
    cause: `The backup is encrypted, and the key that Home Assistant has now doesn't open it. ${untouched}`,
    next: 'Enter the key from the emergency kit that was current for this backup, or set HA_ICLOUD_BACKUP_KEY.',
  },
  'restore.wrong-key': {
    title: 'The key does not open this backup',
    cause: `Neither the key that Home Assistant has now nor the one you entered opens it. ${untouched}`,
    next: 'Use the key from the emergency kit that was current when this backup was made.',
  },
  'restore.no-such-part': {
    title: "This can't be restored on its own",
    cause: (facts) =>
      `From this backup, this Home Assistant can restore ${textOf(facts, 'parts') ?? 'nothing on its own'}${when(textOf(facts, 'part'), (part) => `, but not "${part}"`)}. ${untouched}`,
    next: 'Choose from these. On Home Assistant OS, the database is restored together with Home Assistant; without a Supervisor there are no apps and folders.',
  },
  'restore.nothing-chosen': {
    title: 'There is nothing left to restore',
    cause: `Everything in the backup was left out. ${untouched}`,
    next: 'Choose at least one part.',
  },
  'restore.refused': {
    title: "Home Assistant didn't start the restore",
    cause: (facts) => `It says: ${textOf(facts, 'reason') ?? 'nothing'}. ${untouched}`,
    next: 'Restore it in Home Assistant under Settings > System > Backups, where you can choose what to restore.',
  },
  'restore.failed': {
    title: 'The restore failed in Home Assistant',
    cause: (facts) =>
      textOf(facts, 'reason') === undefined || textOf(facts, 'reason') === 'unknown_error'
        ? 'Home Assistant started the restore, but reported that it failed and gave no reason.'
        : `Home Assistant started the restore, but it failed: ${textOf(facts, 'reason') ?? ''}.`,
    next: 'Check whether Home Assistant works and what its log says (Settings > System > Logs). The backup is still there and in iCloud: try again, or choose another one.',
  },
  'restore.not-printed': {
    title: "The page couldn't be made",
    cause: (facts) =>
      textOf(facts, 'reason') === undefined
        ? 'The page was not printed, and the computer gives no reason.'
        : `The page was not printed. The computer says: ${textOf(facts, 'reason') ?? ''}.`,
    next: 'Check the printer and try again, or save the page as a PDF and print that. Your backups are not affected.',
  },
  'restore.not-back': {
    title: "Home Assistant hasn't come back yet",
    cause: (facts) =>
      `The restore was started, but Home Assistant didn't respond at ${textOf(facts, 'url') ?? 'its address'} afterwards.`,
    next: 'It may need more time, or have another address now: the backup also brings back its settings for https and port. Open its page. If nothing is there, check its screen or log.',
  },
} satisfies WordsFor<Code>;
