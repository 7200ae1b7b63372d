import { resolve } from 'node:path';
import { secretFrom, secretVariables } from '../../adapters/environment-store.ts';
import type { SetUpInput } from '../../core/commands/set-up.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { setupResultSchema, type SetupResult } from '../../shared/status.ts';
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
import { labelled } from '../labels.ts';
import { prose } from '../prose.ts';
import { askChoice, askSecret, askYesNo } from '../questions.ts';
import { UsageError } from '../usage-error.ts';
import { messages } from '../../messages/messages.ts';
import { textOf } from '../../messages/template.ts';
import { formatBytes, formatNumber } from '../../messages/format.ts';
import { folderChanges } from '../../shared/vocabulary.ts';

type Wanted = Omit<SetUpInput, 'token'>;

export const setup: Command = {
  name: 'setup',
  get summary(): string {
    return messages.terminal.setup.summary;
  },
  synopsis: '--url ADDRESS [--folder FOLDER] [--retention-days N] [--keep N]',
  get optionHelp(): Command['optionHelp'] {
    const { url, folder, retentionDays, keep, folderChange, caFile, acceptCertificate, allowUnencrypted } =
      messages.terminal.setup.options;
    return [
      ['--url ADDRESS', url],
      ['--folder FOLDER', folder],
      ['--retention-days N', retentionDays],
      ['--keep N', keep],
      [`--folder-change ${folderChanges.join('|')}`, folderChange],
      ['--ca-file FILE', caFile],
      ['--accept-certificate FINGERPRINT', acceptCertificate],
      ['--allow-unencrypted ADDRESS', allowUnencrypted],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.setup.notes;
  },
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
    'allow-unencrypted': { type: 'string' },
  },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const wanted = readWanted(given);
    const { io } = given;
    if (secretFrom(io.env, secretVariables.haToken) === undefined && !io.isTty.stdin) {
      throw new UsageError(messages.terminal.setup.noToken(secretVariables.haToken));
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
      acceptUnencrypted: textOption(given, 'allow-unencrypted'),
    }),
  };
};

/** As browsers and openssl show it, with or without colons; kept as pairs with colons. */
const readFingerprint = (given: Given): string | undefined => {
  const text = textOption(given, 'accept-certificate');
  if (text === undefined) return undefined;
  const digits = text.replace(/^sha-?256 fingerprint=/i, '').replace(/[\s:]/g, '');
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new UsageError(messages.terminal.setup.noFingerprint('--accept-certificate'));
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
  if (!signIn) output.note('', messages.terminal.setup.next('ha-icloud-backup login --apple-id YOUR-APPLE-ACCOUNT'));
  return result.warnings.length > 0 ? exitCodes.warnings : exitCodes.done;
};

const askToken = async (call: Call): Promise<string> => {
  call.output.ask(messages.terminal.setup.whereTokensAre);
  return (await askSecret(call, messages.terminal.setup.token)).trim();
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
  if (error.code === 'cloud.folder-changed') {
    call.output.problem(error);
    const folderChange = await askChoice(call, messages.terminal.setup.existingBackups, folderChanges);
    return folderChange === undefined ? undefined : { folderChange };
  }
  if (error.code === 'ha.unencrypted') return await allowUnencrypted(error, call);
  return error.code === 'ha.tls-untrusted' ? await trustCertificate(error, call) : undefined;
};

const allowUnencrypted = async (error: AppError, call: Call): Promise<Partial<SetUpInput> | undefined> => {
  const { url } = error.facts;
  if (typeof url !== 'string') return undefined;
  call.output.problem(error);
  return (await askYesNo(call, messages.terminal.setup.allowHttp(url))) ? { acceptUnencrypted: url } : undefined;
};

const trustCertificate = async (error: AppError, call: Call): Promise<Partial<SetUpInput> | undefined> => {
  const { fingerprint } = error.facts;
  const words = messages.terminal.setup;
  if (typeof fingerprint !== 'string') return undefined;
  call.output.problem(error);
  call.output.ask(
    prose(
      words.certificate({
        subject: textOf(error.facts, 'subject') ?? words.unknownName,
        issuer: textOf(error.facts, 'issuer') ?? words.unknownIssuer,
        validTo: textOf(error.facts, 'validTo') ?? words.unknownDay,
      }),
    ),
    `SHA-256 ${fingerprint}`,
  );
  return (await askYesNo(call, words.trust)) ? { acceptFingerprint: fingerprint } : undefined;
};

const foundText = (result: SetupResult): string[] => {
  const { name, version, installType, url, encrypted, backups, needsBytes, folder, instanceId, secretStore } = result;
  const words = messages.terminal.setup;
  const labels = labelled(words.labels, ' ');
  return [
    words.found({ name, version: words.installed[installType](version), url }),
    ...(encrypted ? [] : [`${labels.connection}${messages.connection.unencrypted}`]),
    ...scheduleText(result.schedule),
    `${labels.backups}${formatNumber(backups)}`,
    `${labels.folder}${instanceId === null ? words.folderToCome(folder) : folder}`,
    ...(needsBytes === null ? [] : [`${labels.needs}${words.about(formatBytes(needsBytes))}`]),
    `${labels.secrets}${messages.secretStore[secretStore]}`,
  ];
};

const scheduleText = (schedule: SetupResult['schedule']): string[] => {
  const words = messages.terminal.setup;
  const labels = labelled(words.labels, ' ');
  if (!schedule) return [`${labels.automatic}${words.notReported}`];
  const { automatic, recurrence, next } = schedule;
  const rhythm = automatic ? words.rhythm[recurrence] : words.off;
  return [
    `${labels.automatic}${next === null ? rhythm : words.andNext({ rhythm, next: formatWritten(next) })}`,
    `${labels.keeps}${keptText(schedule)}`,
    `${labels.encryption}${schedule.protected ? words.on : words.off}`,
  ];
};

const keptText = ({ keepsCopies, keepsDays }: NonNullable<SetupResult['schedule']>): string => {
  const words = messages.terminal.setup;
  const backups = keepsCopies === null ? undefined : words.backups(keepsCopies);
  const days = keepsDays === null ? undefined : words.days(keepsDays);
  if (backups !== undefined && days !== undefined) return words.backupsOrDays({ backups, days });
  return backups ?? days ?? words.keepsAll;
};
