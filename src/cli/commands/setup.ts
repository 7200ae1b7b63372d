import { resolve } from 'node:path';
import { secretFrom, secretVariables } from '../../adapters/environment-store.ts';
import type { SetUpInput } from '../../core/commands/set-up.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { setupResultSchema, type SetupResult } from '../../shared/status.ts';
import { formatBytes } from '../../shared/words/format.ts';
import { secretStoreWords } from '../../shared/words/safety.ts';
import {
  choiceOption,
  numberOption,
  requiredOption,
  textOption,
  withoutUndefined,
  type Call,
  type Command,
  type Given,
} from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitCodes } from '../exit-codes.ts';
import { prose } from '../prose.ts';
import { askChoice, askSecret, askYesNo } from '../questions.ts';
import { UsageError } from '../usage-error.ts';

const folderChanges = ['move', 'anew', 'renamed'] as const;

type Wanted = Omit<SetUpInput, 'token'>;

export const setup: Command = {
  name: 'setup',
  summary: 'connect to Home Assistant and say what was found',
  synopsis: '--url ADDRESS [--folder FOLDER] [--retention-days N] [--keep N]',
  optionHelp: [
    ['--url ADDRESS', 'of Home Assistant: homeassistant.local, an IP address, https://…'],
    ['--folder FOLDER', 'in iCloud Drive (HomeAssistantBackups)'],
    ['--retention-days N', 'copies older than this may go; 0 = never (14)'],
    ['--keep N', 'newest verified copies that stay whatever their age (3)'],
    ['--folder-change WHAT', 'when copies are in another folder: move, anew, or renamed (you renamed it)'],
    ['--ca-file FILE', 'certificate of a private authority that signed for Home Assistant'],
    ['--accept-certificate FINGERPRINT', 'trust this one certificate (SHA-256)'],
  ],
  notes: [
    'The long-lived access token of an administrator is asked for, or taken from HA_ICLOUD_BACKUP_TOKEN. To get one, open your profile in Home Assistant > Security > Long-lived access tokens. It is never taken from the command line.',
    'Passwords and tokens are kept in the keychain of this computer, or come from the environment where HA_ICLOUD_BACKUP_CONFIG_KEY is set. Which of the two, the first set-up decides for good.',
    'Ends with 4 when there is something in Home Assistant that you should look at.',
  ],
  examples: [
    'ha-icloud-backup setup --url homeassistant.local',
    'ha-icloud-backup setup --url https://ha.example.org --retention-days 30 --keep 5',
    'HA_ICLOUD_BACKUP_TOKEN=$(cat token) ha-icloud-backup setup --url 192.168.1.20 --json',
  ],
  options: {
    url: { type: 'string' },
    folder: { type: 'string' },
    'retention-days': { type: 'string' },
    keep: { type: 'string' },
    'folder-change': { type: 'string' },
    'ca-file': { type: 'string' },
    'accept-certificate': { type: 'string' },
  },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const wanted = readWanted(given);
    const { io } = given;
    if (secretFrom(io.env, secretVariables.haToken) === undefined && !io.isTty.stdin) {
      throw new UsageError(`Without a terminal the token comes from ${secretVariables.haToken}, which is not set.`);
    }
    return (call) => run(wanted, call);
  },
};

const readWanted = (given: Given): Wanted => {
  const caFile = textOption(given, 'ca-file');
  return {
    url: requiredOption(given, 'url'),
    ...withoutUndefined({
      baseFolder: textOption(given, 'folder'),
      retentionDays: numberOption(given, 'retention-days', 0, 3650),
      floor: numberOption(given, 'keep', 1, 1000),
      folderChange: choiceOption(given, 'folder-change', folderChanges),
      caFile: caFile === undefined ? undefined : resolve(given.io.workingFolder, caFile),
      acceptFingerprint: readFingerprint(given),
    }),
  };
};

/** As browsers and openssl show it, with or without colons; kept as pairs with colons. */
const readFingerprint = (given: Given): string | undefined => {
  const text = textOption(given, 'accept-certificate');
  if (text === undefined) return undefined;
  const digits = text.replace(/^sha-?256 fingerprint=/i, '').replace(/[\s:]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new UsageError('--accept-certificate has to be a SHA-256 fingerprint: 64 hexadecimal digits.');
  }
  return digits.toUpperCase().match(/../g)?.join(':');
};

const run = async (wanted: Wanted, call: Call): Promise<number> => {
  const { app, io, output } = call;
  const token = secretFrom(io.env, secretVariables.haToken) ?? (await askToken(call));
  const result = await setUpWithAnswers({ ...wanted, token }, call);
  output.answer(setupResultSchema, result, () => foundText(result));
  for (const warning of result.warnings) if (!output.json) output.problem(warning);
  const { signIn } = await app.status();
  if (!signIn) output.note('', 'Next: ha-icloud-backup login --apple-id YOUR-APPLE-ACCOUNT');
  return result.warnings.length > 0 ? exitCodes.warnings : exitCodes.done;
};

const askToken = async (call: Call): Promise<string> => {
  call.output.ask('Home Assistant: your profile > Security > Long-lived access tokens > Create token.');
  return (await askSecret(call, 'Access token (not shown):')).trim();
};

/** What only the user can decide is asked on a terminal; elsewhere the error says which option decides it. */
const setUpWithAnswers = async (input: SetUpInput, call: Call): Promise<SetupResult> => {
  const { app, io } = call;
  try {
    return await app.setUp(input, io.signal);
  } catch (error) {
    const more = io.isTty.stdin && !call.output.json ? await decide(error, call) : undefined;
    if (!more) throw error;
    return await setUpWithAnswers({ ...input, ...more }, call);
  }
};

const decide = async (error: unknown, call: Call): Promise<Partial<SetUpInput> | undefined> => {
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'icloud.folder-changed') {
    call.output.problem(error);
    const folderChange = await askChoice(call, 'What shall happen with the copies so far?', folderChanges);
    return folderChange === undefined ? undefined : { folderChange };
  }
  const { fingerprint, subject, issuer, validTo } = error.facts;
  if (error.code !== 'ha.tls-untrusted' || typeof fingerprint !== 'string') return undefined;
  call.output.problem(error);
  call.output.ask(
    prose(
      `The certificate is for ${subject ?? 'an unknown name'}, issued by ${issuer ?? 'nobody known'}, valid until ${validTo ?? 'an unknown day'}.`,
    ),
    `SHA-256 ${fingerprint}`,
  );
  return (await askYesNo(call, 'Trust exactly this certificate from now on?'))
    ? { acceptFingerprint: fingerprint }
    : undefined;
};

const installWords: Readonly<Record<SetupResult['installType'], string>> = {
  os: ', Home Assistant OS',
  supervised: ', Supervised',
  container: ', Container',
  core: ', Core',
  unknown: '',
};

const foundText = (result: SetupResult): string[] => {
  const { name, version, installType, url, backups, needsBytes, folder, instanceId, secretStore } = result;
  return [
    `Found ${name} (Home Assistant ${version}${installWords[installType]}) at ${url}`,
    ...scheduleText(result.schedule),
    `  Backups there now    ${backups}`,
    `  Folder in iCloud     ${folder}${instanceId === null ? ', and in it one that the first backup names' : ''}`,
    ...(needsBytes === null ? [] : [`  Needs in iCloud      about ${formatBytes(needsBytes)}`]),
    `  Passwords are kept   ${secretStoreWords[secretStore]}`,
  ];
};

const scheduleText = (schedule: SetupResult['schedule']): string[] => {
  if (!schedule) return ['  Automatic backups    this version does not tell'];
  const { automatic, recurrence, keepsCopies, keepsDays, next } = schedule;
  const rhythm = { never: 'only when asked for', daily: 'every day', custom_days: 'on chosen days' }[recurrence];
  const limits = [
    ...(keepsCopies === null ? [] : [`${keepsCopies} copies`]),
    ...(keepsDays === null ? [] : [`${keepsDays} days`]),
  ];
  return [
    `  Automatic backups    ${automatic ? rhythm : 'off'}${next === null ? '' : `, next ${formatWritten(next)}`}`,
    `  Home Assistant keeps ${limits.length === 0 ? 'all of them' : limits.join(' or ')}`,
    `  Encryption           ${schedule.protected ? 'on' : 'off'}`,
  ];
};
