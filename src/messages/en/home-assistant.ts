import type { ErrorCode } from '../../shared/error-codes.ts';
import { instead } from './archive.ts';
import { itsOwnSettings } from './home-settings.ts';
import { atSignIn } from './home-sign-in.ts';
import { heldBack, incompleteList } from './held.ts';
import { bytesOf, numberOf, sentence, textOf, when, type Numbers, type Texts, type WordsFor } from '../template.ts';
import { formatNumber, plural } from '../format.ts';

type Code = Extract<ErrorCode, `ha.${string}`>;

/** Node's names for a connection that failed, where a person can do something about one. */
const reachReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "Its name isn't known on this network.",
  EAI_AGAIN: "Its name couldn't be looked up.",
  ECONNREFUSED: 'The computer is there, but nothing is listening on that port.',
  EHOSTUNREACH: "It can't be reached from this network.",
  ENETUNREACH: 'This computer has no network connection.',
  ETIMEDOUT: "It didn't respond in time.",
  'no-answer': "It didn't respond in time.",
  'connection-lost': 'The connection was lost.',
  closed: 'It closed the connection.',
  OTHER_CERTIFICATE: "Its certificate isn't the one you accepted.",
};

const reachReason = (facts: Texts<'reason'>): string => reachReasons[textOf(facts, 'reason') ?? ''] ?? '';

const received = (facts: Numbers<'received' | 'bytes' | 'expected' | 'listedBytes'>): string => {
  const got = bytesOf(facts, 'received', 'bytes');
  const listed = bytesOf(facts, 'expected', 'listedBytes');
  if (got === undefined || listed === undefined) return 'Less arrived than Home Assistant listed.';
  return `Only ${got} of ${listed} arrived.`;
};

/** Home Assistant's own short reasons (facts#making-a-backup); anything with blanks in it is a sentence of its own. */
const createReason = (facts: Texts<'reason'>): string => {
  const reason = textOf(facts, 'reason')?.replace(/[.\s]+$/, '');
  if (reason === undefined || reason === 'unknown_error') return 'It gave no reason.';
  if (reason === 'nothing-new') return 'It says it is done, but there is no new backup.';
  if (reason === 'upload_failed') return "It couldn't store the backup in any of its locations.";
  return reason.includes(' ') ? `It says: ${reason}.` : `The reason it gives is "${reason}".`;
};

const statusOf = (facts: Numbers<'status'>): string | undefined => numberOf(facts, 'status')?.toString();

const reaching = {
  'ha.away': {
    title: 'Away from home',
    cause: (facts) =>
      facts.connected === false
        ? 'This computer has no network connection right now.'
        : "This isn't the network you confirmed, so the access token isn't sent over plain http.",
    next: "Nothing to do: backups resume when you're home. To back up on another network of your own, connect again from there, or use an https address.",
  },
  'ha.unreachable': {
    title: "Home Assistant can't be reached",
    cause: (facts) => sentence(`No response from ${textOf(facts, 'url') ?? 'its address'}.`, reachReason(facts)),
    next: "We'll keep trying. Check that Home Assistant is on and that its page opens in a browser on this computer. On a Mac, also check System Settings > Privacy & Security > Local Network.",
  },
  'ha.found-elsewhere': {
    title: (facts) =>
      (numberOf(facts, 'places') ?? 1) > 1
        ? `Home Assistant found at ${formatNumber(numberOf(facts, 'places') ?? 0)} addresses`
        : `Home Assistant found at ${textOf(facts, 'found') ?? 'another address'}`,
    cause: (facts) =>
      `It no longer responds at ${textOf(facts, 'url') ?? 'its address'}, but it announces itself elsewhere on your network. The access token wasn't sent there.`,
    next: 'Check that the new address is yours, then use it. Backups continue from there.',
  },
  'ha.not-home-assistant': {
    title: 'No Home Assistant at this address',
    cause: (facts) => `Something else answers at ${textOf(facts, 'url') ?? 'this address'}.`,
    next: 'Copy the address from the browser you use Home Assistant in, for example http://homeassistant.local:8123.',
  },
  'ha.unencrypted': {
    title: 'The connection is not encrypted',
    cause: (facts) =>
      sentence(
        `The address ${textOf(facts, 'url') ?? 'of Home Assistant'} uses plain http: anyone on your network could read the access token and the backups.`,
        facts.hadHttps === true ? 'Until now, this Home Assistant was reached over https.' : '',
      ),
    next: 'Use an https address if Home Assistant has one. If you trust your home network, you can allow this address.',
  },
  'ha.network-unknown': {
    title: 'Plain http is not safe on this network',
    cause: (facts) =>
      `The connection to ${textOf(facts, 'url') ?? 'Home Assistant'} goes through a VPN, the internet or a network that can't be recognized again, so the access token isn't sent over plain http.`,
    next: 'Connect from your home network, or use an https address.',
  },
  'ha.moved': {
    title: 'Home Assistant has a new address',
    cause: (facts) =>
      `Nothing usable answers at ${textOf(facts, 'url') ?? 'its address'}, but a Home Assistant answers at ${textOf(facts, 'found') ?? 'another one'}. The access token wasn't sent there.`,
    next: 'If that is your Home Assistant, use the new address.',
  },
  'ha.in-between': {
    title: 'Something is in the way',
    cause: (facts) =>
      `Something between this computer and Home Assistant, such as a proxy or a firewall, answered${when(statusOf(facts), (status) => ` with ${status}`)}.`,
    next: "We'll keep trying. If this keeps happening, check the proxy or firewall in front of Home Assistant.",
  },
  'ha.login-in-front': {
    title: 'A sign-in page is in front of Home Assistant',
    cause: (facts) =>
      sentence(
        facts.kind === 'basic'
          ? 'A proxy asks for its own user name and password.'
          : `The address leads to a sign-in page${when(textOf(facts, 'to'), (to) => ` at ${to}`)}, as some proxies and guest networks have.`,
        "The access token wasn't sent there.",
      ),
    next: 'Use an address that goes straight to Home Assistant, for example its local one. On a guest network, sign in to the network first.',
  },
  'ha.proxy-not-trusted': {
    title: 'Home Assistant rejects its proxy',
    cause: 'Home Assistant answers 400 to everything that comes through the proxy in front of it.',
    next: 'In configuration.yaml, add the proxy under http: use_x_forwarded_for and trusted_proxies, then restart Home Assistant.',
  },
  'ha.no-websocket': {
    title: "The proxy doesn't pass on WebSockets",
    cause: (facts) =>
      `Home Assistant answers at ${textOf(facts, 'url') ?? 'its address'}, but the proxy in front of it doesn't pass on WebSocket connections, which backups need.`,
    next: 'Turn on WebSocket support for Home Assistant in the proxy, or use the local address of Home Assistant.',
  },
  'ha.client-certificate': {
    title: 'The server asks for a client certificate',
    cause: (facts) =>
      `The server at ${textOf(facts, 'url') ?? 'this address'} only accepts computers with a client certificate, which this app can't use.`,
    next: 'Use an address without client certificates, for example the local one.',
  },
  'ha.tls-untrusted': {
    title: 'Certificate not trusted',
    cause: (facts) =>
      sentence(
        `This computer doesn't trust the certificate of ${textOf(facts, 'url') ?? 'Home Assistant'}.`,
        reachReason(facts),
      ),
    next: "If it is your own certificate, accept exactly this one, or choose the one it was signed with (CA file). If you didn't expect this, stop: someone may be intercepting the connection.",
  },
  'ha.redirected': {
    title: 'The address redirects elsewhere',
    cause: (facts) =>
      `Home Assistant's address redirects${when(textOf(facts, 'to'), (to) => ` to ${to}`) || ' elsewhere'}. The access token wasn't sent there.`,
    next: 'Use the address it redirects to, usually the one with https.',
  },
  'ha.banned': {
    title: 'Home Assistant has banned this computer',
    cause: 'It answers everything from this computer with "403 Forbidden". That happens after several failed sign-ins.',
    next: "Open the file ip_bans.yaml in Home Assistant's configuration folder, delete the entry with this computer's address, restart Home Assistant, then connect to it again here.",
  },
  'ha.not-admin': {
    title: 'Home Assistant needs an administrator here',
    cause:
      'Only Home Assistant administrators can list and download backups, and this app was given access as another user.',
    next: 'Sign in again as an administrator, or paste a token that an administrator created: profile > Security > Long-lived access tokens. Settings > People in Home Assistant shows who is an administrator.',
  },
  'ha.too-old': {
    title: 'This Home Assistant is too old',
    cause: (facts) =>
      `${when(textOf(facts, 'version'), (version) => `It is version ${version}. `)}Backups can be downloaded from version 2025.1 or newer; on Home Assistant OS, also from older ones.`,
    next: 'Update Home Assistant: Settings > System > Updates.',
  },
  'ha.starting': {
    title: 'Home Assistant is starting',
    cause: (facts) =>
      facts.recovery === true
        ? 'It has started in recovery mode, where it has no backups.'
        : "It doesn't know its own backups until it has started.",
    next: (facts) =>
      facts.recovery === true
        ? 'Open Home Assistant in a browser, see what it says about its configuration, and restart it.'
        : "Nothing to do: we'll try again in a few minutes.",
  },
  'ha.busy': {
    title: 'Home Assistant is busy with a backup',
    cause: 'It is creating, receiving or restoring a backup right now.',
    next: 'Nothing to do: this continues when that is done.',
  },
  'ha.no-agent': {
    title: 'No backup location is ready',
    cause: 'Home Assistant has no location that holds backups right now; it may still be loading.',
    next: "We'll keep trying. If this keeps happening, check Settings > System > Backups > Locations in Home Assistant.",
  },
  'ha.list-incomplete': {
    title: 'The list of backups is incomplete',
    cause: incompleteList,
    next: "We'll keep trying. If this keeps happening, check Settings > System > Backups > Locations in Home Assistant.",
  },
  'ha.protocol': {
    title: 'Home Assistant answered unexpectedly',
    cause: "It sent an answer this version doesn't understand. Home Assistant may be newer than this app.",
    next: "We'll keep trying. If this keeps happening, update this app and report the problem.",
  },
  'ha.instance-ambiguous': {
    title: 'Is this still the same Home Assistant?',
    cause: (facts) =>
      `We can't tell from its backups which Home Assistant this is, for example after it was restored or copied. ${heldBack(facts)}`,
    next: 'Choose Backup now in Home Assistant: a new backup shows which one it is.',
  },
  'ha.instance-changed': {
    title: 'A different Home Assistant answers here',
    cause: (facts) =>
      `The Home Assistant at this address isn't the one from before${when(textOf(facts, 'found'), (found) => ` (now ${found}, before ${textOf(facts, 'known') ?? 'another'})`)}.`,
    next: 'Check the address. If it is your new Home Assistant, set it up here: it gets its own folder, and existing backups are kept.',
  },
} satisfies Partial<WordsFor<Code>>;

const backingUp = {
  'ha.create-failed': {
    title: "Home Assistant couldn't create the backup",
    cause: createReason,
    next: "Check Settings > System > Backups in Home Assistant; part of the backup may exist. We'll try again when the next backup is due.",
  },
  'ha.create-stuck': {
    title: 'The backup in Home Assistant is stuck',
    cause:
      'Home Assistant says it is still creating a backup, but nothing has happened for a long time. The Supervisor may have restarted in the meantime.',
    next: 'Restart Home Assistant: Settings > System > power button > Restart Home Assistant. Existing backups are safe.',
  },
  'ha.automatic-off': {
    title: 'Home Assistant makes no automatic backups',
    cause: 'Without them, there is nothing new to back up.',
    next: 'Turn them on in Home Assistant: Settings > System > Backups > Configure backup settings.',
  },
  'ha.partial': {
    title: 'The backup is incomplete',
    cause: (facts) =>
      sentence(
        `Home Assistant made ${textOf(facts, 'name') ?? 'the backup'}, but something is missing.`,
        when(textOf(facts, 'parts'), (parts) => `It couldn't save: ${parts}.`),
      ),
    next: 'What could be saved was backed up. Check Settings > System > Repairs in Home Assistant for the reason, then choose Backup now.',
  },
  'ha.location-failed': {
    title: "The backup wasn't stored in all locations",
    cause: (facts) =>
      sentence(
        "Home Assistant couldn't reach one of its own locations.",
        when(textOf(facts, 'locations'), (locations) => `It is ${locations}.`),
      ),
    next: "The backup to iCloud isn't affected. Check Settings > System > Backups > Locations in Home Assistant.",
  },
  'ha.keeps-too-few': {
    title: 'Home Assistant keeps backups only briefly',
    cause: (facts) => `It keeps ${keeps(facts)}. If this computer is off for longer, backups are missed.`,
    next: 'Have Home Assistant keep at least a week of backups: Settings > System > Backups > Configure backup settings.',
  },
  'ha.unpulled': {
    title: 'Some backups were deleted before they could be copied',
    cause: (facts) =>
      `Home Assistant created and deleted backups${when(daysOf(facts), (days) => ` on ${days}`)} before this computer saw them.`,
    next: 'Leave this computer on more often, or have Home Assistant keep more backups: Settings > System > Backups > Configure backup settings.',
  },
  'ha.unprotected': {
    title: "Home Assistant doesn't encrypt its backups",
    cause: 'Anyone who can open your iCloud Drive could read them, including the passwords in Home Assistant.',
    next: 'Turn encryption on in Home Assistant: Settings > System > Backups > Configure backup settings, and keep the emergency kit. You can also leave it off.',
  },
  'ha.download-stalled': {
    title: 'The download stopped',
    cause: 'Home Assistant kept the connection open but sent nothing more.',
    next: "We'll keep trying. The download continues where it stopped if Home Assistant supports that.",
  },
  'ha.download-truncated': {
    title: 'The download was cut off',
    cause: received,
    next: "We'll keep trying. Nothing incomplete is uploaded.",
  },
  'ha.download-too-long': {
    title: "The download doesn't match the listing",
    cause: (facts) =>
      `More arrived than ${bytesOf(facts, 'expected', 'listedBytes') ?? 'the size'} that Home Assistant listed.`,
    next: "We'll keep trying. Nothing doubtful is uploaded.",
  },
  'ha.not-archive': {
    title: 'Something else arrived instead of the backup',
    cause: (facts) =>
      `What arrived isn't a backup. ${instead(facts)} Home Assistant may be in trouble, or something between it and this computer answered instead.`,
    next: "We'll keep trying, less and less often. Nothing was uploaded. If this keeps happening, check for proxies and sign-in pages between this computer and Home Assistant.",
  },
  'ha.backup-gone': {
    title: 'The backup is gone from Home Assistant',
    cause: "It was listed a moment ago and has since been deleted, by hand or by Home Assistant's own rules.",
    next: 'Nothing to do for this one. If this happens often, have Home Assistant keep more backups.',
  },
} satisfies Partial<WordsFor<Code>>;

const keeps = (facts: Numbers<'days'>): string => {
  const days = daysOf(facts);
  return days === undefined ? 'less than a week of backups' : `backups for ${days}`;
};

const daysOf = (facts: Numbers<'days'>): string | undefined => {
  const days = numberOf(facts, 'days');
  return days === undefined ? undefined : plural(days, { one: 'day', other: 'days' });
};

export const homeAssistantProblems = {
  ...reaching,
  ...backingUp,
  ...itsOwnSettings,
  ...atSignIn,
} satisfies WordsFor<Code>;
