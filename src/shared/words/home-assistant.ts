import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { plural } from './format.ts';
import { heldBack } from './held.ts';
import { bytesOf, numberOf, textOf, when, type ProblemTemplate } from './template.ts';

type Code = Extract<ErrorCode, `ha.${string}`>;

/** Node's names for a connection that failed, where a person can do something about one. */
const reachReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name is not known on this network.',
  EAI_AGAIN: 'Its name could not be looked up.',
  ECONNREFUSED: 'The computer is there, but nothing answers at this port.',
  EHOSTUNREACH: 'There is no way to it from this network.',
  ENETUNREACH: 'This computer has no network.',
  ETIMEDOUT: 'It did not answer in time.',
  'no-answer': 'It did not answer in time.',
  'connection-lost': 'The connection broke off.',
  closed: 'It closed the connection.',
  OTHER_CERTIFICATE: 'Its certificate is not the one that you accepted.',
};

const reachReason = (facts: ErrorFacts): string => reachReasons[textOf(facts, 'reason') ?? ''] ?? '';

const sentence = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

const received = (facts: ErrorFacts): string => {
  const got = bytesOf(facts, 'received', 'bytes');
  const listed = bytesOf(facts, 'expected', 'listedBytes');
  if (got === undefined || listed === undefined) return 'Less arrived than Home Assistant listed.';
  return `Only ${got} of ${listed} arrived.`;
};

/** Home Assistant's own short reasons (facts 4); anything with blanks in it is a sentence of its own. */
const createReason = (facts: ErrorFacts): string => {
  const reason = textOf(facts, 'reason')?.replace(/[.\s]+$/, '');
  if (reason === undefined || reason === 'unknown_error') return 'It gave no reason.';
  if (reason === 'nothing-new') return 'It says that it is done, but there is no new backup.';
  if (reason === 'upload_failed') return 'It could not store the backup in any of its locations.';
  return reason.includes(' ') ? `It says: ${reason}.` : `The reason it gives is "${reason}".`;
};

const reaching = {
  'ha.away': {
    title: 'Away from home',
    cause: (facts) =>
      facts['connected'] === false
        ? 'This computer has no network right now.'
        : 'This computer is on another network than the one you confirmed. Over plain http the access token is not sent there.',
    next: 'Nothing to do: it goes on when you are home. On another network of yours, set Home Assistant up once more from there, or with an https address.',
  },
  'ha.unreachable': {
    title: 'Home Assistant does not answer',
    cause: (facts) => sentence(`Nothing came back from ${textOf(facts, 'url') ?? 'its address'}.`, reachReason(facts)),
    next: 'It is tried again by itself. Check that Home Assistant is on and that its page opens in a browser on this computer. On a Mac, also check System Settings > Privacy & Security > Local Network.',
  },
  'ha.not-home-assistant': {
    title: 'No Home Assistant at this address',
    cause: (facts) => `Something else answers at ${textOf(facts, 'url') ?? 'this address'}.`,
    next: 'Copy the address from the browser in which you use Home Assistant, for example http://homeassistant.local:8123.',
  },
  'ha.tls-untrusted': {
    title: 'Certificate not trusted',
    cause: (facts) =>
      sentence(
        `This computer does not trust the certificate of ${textOf(facts, 'url') ?? 'Home Assistant'}.`,
        reachReason(facts),
      ),
    next: 'If it is your own certificate, accept exactly this one, or choose the one that it was signed with (CA file). If you did not expect this, do not go on: somebody may be in between.',
  },
  'ha.redirected': {
    title: 'The address leads elsewhere',
    cause: (facts) =>
      `Home Assistant's address sends us on${when(textOf(facts, 'to'), (to) => ` to ${to}`)}. The access token is not sent after it.`,
    next: 'Enter the address where it ends, usually the one with https.',
  },
  'ha.token-invalid': {
    title: 'Home Assistant refused the access token',
    cause:
      'The token was deleted, has expired, or is not complete. It is not tried again, so that this computer is not banned.',
    next: 'In Home Assistant open your profile > Security > Long-lived access tokens, create a new token and enter it here.',
  },
  'ha.banned': {
    title: 'Home Assistant has banned this computer',
    cause:
      'Everything from this computer is answered with "403 Forbidden". That happens after several failed sign-ins.',
    next: "Open the file ip_bans.yaml in Home Assistant's configuration folder, delete the entry with this computer's address, restart Home Assistant, then set it up here once more.",
  },
  'ha.not-admin': {
    title: "The token is not an administrator's",
    cause: 'Only administrators of Home Assistant may list and download backups.',
    next: 'Sign in to Home Assistant as an administrator and create the token there: profile > Security > Long-lived access tokens. Who is one stands under Settings > People.',
  },
  'ha.too-old': {
    title: 'This Home Assistant is too old',
    cause: (facts) =>
      `${when(textOf(facts, 'version'), (version) => `It is version ${version}. `)}Backups can be fetched from 2025.1 on, with Home Assistant OS also from earlier ones.`,
    next: 'Update Home Assistant: Settings > System > Updates.',
  },
  'ha.starting': {
    title: 'Home Assistant is starting',
    cause: (facts) =>
      facts['recovery'] === true
        ? 'It has started in recovery mode, in which it has no backups.'
        : 'Until it has started it does not know its own backups.',
    next: (facts) =>
      facts['recovery'] === true
        ? 'Open Home Assistant in a browser, see what it says about its settings, and restart it.'
        : 'Nothing to do: it is tried again in a few minutes.',
  },
  'ha.busy': {
    title: 'Home Assistant is busy with a backup',
    cause: 'It is making, receiving or restoring a backup at this moment.',
    next: 'Nothing to do: it goes on when that is done.',
  },
  'ha.no-agent': {
    title: 'No backup location is ready',
    cause: 'Home Assistant has no location that holds backups right now; it may still be loading.',
    next: 'It is tried again by itself. If it stays so, look at Settings > System > Backups > Locations in Home Assistant.',
  },
  'ha.list-incomplete': {
    title: 'The list of backups is not complete',
    cause: (facts) =>
      `Home Assistant could not ask${when(textOf(facts, 'agent'), (agent) => ` the location ${agent}`) || ' one of its locations'}. Until it can, nothing is deleted.`,
    next: 'It is tried again by itself. If it stays so, look at Settings > System > Backups > Locations in Home Assistant.',
  },
  'ha.protocol': {
    title: 'Home Assistant answered unexpectedly',
    cause: 'An answer was not what this version understands. Home Assistant may be newer than this app.',
    next: 'It is tried again by itself. If it stays so, update this app and report the problem.',
  },
  'ha.instance-ambiguous': {
    title: 'Is this still the same Home Assistant?',
    cause: (facts) => `Its backups do not tell which one it is, as after a restore or a copy. ${heldBack(facts)}`,
    next: 'Choose Backup now in Home Assistant: a new backup tells which one it is.',
  },
  'ha.instance-changed': {
    title: 'Another Home Assistant answers',
    cause: (facts) =>
      `At this address there is another one than before${when(textOf(facts, 'found'), (found) => ` (${found}, known was ${textOf(facts, 'known') ?? 'another'})`)}.`,
    next: 'Check the address. If it is a new one of yours, set it up here: it begins a folder of its own, and the copies of the old one stay.',
  },
} as const satisfies Partial<Record<Code, ProblemTemplate>>;

const backingUp = {
  'ha.create-failed': {
    title: 'Home Assistant could not make the backup',
    cause: createReason,
    next: 'Look at Settings > System > Backups in Home Assistant; a part of the backup may exist. It is tried again at the next due time.',
  },
  'ha.create-stuck': {
    title: 'The backup in Home Assistant does not end',
    cause:
      'Home Assistant says that it is still making a backup, but nothing has moved for a long time. The Supervisor may have restarted meanwhile.',
    next: 'Restart Home Assistant: Settings > System > power button > Restart Home Assistant. Existing backups are safe.',
  },
  'ha.automatic-off': {
    title: 'Home Assistant makes no automatic backups',
    cause: 'Without them there is nothing new to keep safe.',
    next: 'Turn them on in Home Assistant: Settings > System > Backups > Configure backup settings.',
  },
  'ha.partial': {
    title: 'The backup is not complete',
    cause: (facts) =>
      sentence(
        `Home Assistant made ${textOf(facts, 'name') ?? 'the backup'}, but something is not in it.`,
        when(textOf(facts, 'parts'), (parts) => `It could not save: ${parts}.`),
      ),
    next: 'What there is has been kept. Look at Settings > System > Repairs in Home Assistant for the reason, then choose Backup now.',
  },
  'ha.location-failed': {
    title: 'The backup was not stored in all locations',
    cause: (facts) =>
      sentence(
        'Home Assistant could not reach one of its own locations.',
        when(textOf(facts, 'locations'), (locations) => `It is ${locations}.`),
      ),
    next: 'The copy for iCloud is not affected. Look at Settings > System > Backups > Locations in Home Assistant.',
  },
  'ha.keeps-too-few': {
    title: 'Home Assistant keeps backups for a short time only',
    cause: (facts) =>
      `It keeps ${keeps(facts)}. When this computer is off for longer, backups are gone before they were seen.`,
    next: 'Let Home Assistant keep at least a week of backups: Settings > System > Backups > Configure backup settings.',
  },
  'ha.unpulled': {
    title: 'Backups were gone before they could be fetched',
    cause: (facts) =>
      `Home Assistant made and removed backups${when(daysOf(facts), (days) => ` of ${days}`)} before this computer saw them.`,
    next: 'Let this computer run more often, or let Home Assistant keep more: Settings > System > Backups > Configure backup settings.',
  },
  'ha.unprotected': {
    title: 'Home Assistant does not encrypt its backups',
    cause: 'Whoever can open your iCloud Drive could read them, passwords of Home Assistant included.',
    next: 'Turn encryption on in Home Assistant: Settings > System > Backups > Configure backup settings, and keep the emergency kit. Or leave it, if that is what you want.',
  },
  'ha.download-stalled': {
    title: 'The download stopped',
    cause: 'Home Assistant kept the connection open but sent nothing more.',
    next: 'It is tried again by itself and goes on where it stopped, if Home Assistant can do that.',
  },
  'ha.download-truncated': {
    title: 'The download broke off',
    cause: received,
    next: 'It is tried again by itself. Nothing incomplete is uploaded.',
  },
  'ha.download-too-long': {
    title: 'The download is not what was listed',
    cause: (facts) =>
      `More arrived than ${bytesOf(facts, 'expected', 'listedBytes') ?? 'the size'} that Home Assistant listed.`,
    next: 'It is tried again by itself. Nothing doubtful is uploaded.',
  },
  'ha.backup-gone': {
    title: 'The backup is gone from Home Assistant',
    cause: "It was listed a moment ago and has been removed since, by hand or by Home Assistant's own rules.",
    next: 'Nothing to do for this one. If it happens often, let Home Assistant keep more backups.',
  },
} as const satisfies Partial<Record<Code, ProblemTemplate>>;

const keeps = (facts: ErrorFacts): string => {
  const days = daysOf(facts);
  return days === undefined ? 'less than a week of backups' : `backups for ${days}`;
};

const daysOf = (facts: ErrorFacts): string | undefined => {
  const days = numberOf(facts, 'days');
  return days === undefined ? undefined : plural(days, 'day');
};

export const homeAssistantWords = { ...reaching, ...backingUp } satisfies Record<Code, ProblemTemplate>;
