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
import { improveIfWanted } from '../home-offers.ts';
import { keptText } from '../kept-text.ts';
import { labelled } from '../labels.ts';
import { askChoice } from '../questions.ts';
import { decideOnHome, tokenOrAsk, trustOptions, typedTrust } from '../typed-home.ts';
import { UsageError } from '../usage-error.ts';
import { messages } from '../../messages/messages.ts';
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
    ...trustOptions,
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
  return {
    url: requiredOption(given, 'url'),
    ...typedTrust(given),
    ...withoutUndefined({
      baseFolder: textOption(given, 'folder'),
      retentionDays: numberOption(given, 'retention-days', 0, 3650),
      floor: numberOption(given, 'keep', 1, 1000),
      folderChange: choiceOption(given, 'folder-change', folderChanges),
    }),
  };
};

const run = async (wanted: Wanted, call: Call): Promise<number> => {
  const { app, output } = call;
  const token = await tokenOrAsk(call);
  const result = await setUpWithAnswers({ ...wanted, token }, call);
  output.answer(setupResultSchema, result, () => foundText(result));
  for (const warning of result.warnings) if (!output.json) output.problem(warning);
  const { warnings } = (await improveIfWanted(call, result)) ?? result;
  const { signIn } = await app.status();
  if (!signIn) output.note('', messages.terminal.setup.next('ha-icloud-backup login --apple-id YOUR-APPLE-ACCOUNT'));
  return warnings.length > 0 ? exitCodes.warnings : exitCodes.done;
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
  return await decideOnHome(error, call);
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
    `${labels.keeps}${keptText({ copies: schedule.keepsCopies, days: schedule.keepsDays })}`,
    `${labels.encryption}${schedule.protected ? words.on : words.off}`,
  ];
};
