import { secretFrom, secretVariables } from '../adapters/environment-store.ts';
import type { IntoHomeInput } from '../core/commands/restore-into-home.ts';
import type { TypedHome } from '../core/commands/way-home.ts';
import { AppError } from '../core/errors/app-error.ts';
import { formatBytes } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { restoreLineSchema } from '../shared/cli-lines.ts';
import type { PlacedResult, RestoreChoice } from '../shared/into-home.ts';
import { flagOption, textOption, textOptions, type Call, type Given, type OptionSpecs } from './command.ts';
import { formatWritten } from './dates.ts';
import { exitCodes } from './exit-codes.ts';
import { askKeys, kitOf, kitOption } from './keys.ts';
import { openProgress, type Progress } from './progress.ts';
import { prose } from './prose.ts';
import { askYesNo } from './questions.ts';
import { decideOnHome, tokenOrAsk, typedTrust } from './typed-home.ts';
import { UsageError } from './usage-error.ts';

export const intoHomeOptions = {
  ...kitOption,
  'into-home-assistant': { type: 'boolean' },
  url: { type: 'string' },
  start: { type: 'boolean' },
  'backup-first': { type: 'boolean' },
  only: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  yes: { type: 'boolean', short: 'y' },
} as const satisfies OptionSpecs;

type Wish = Omit<IntoHomeInput, 'home'>;

interface Wanted {
  readonly wish: Wish;
  /** Undefined: the Home Assistant that was set up. */
  readonly home: TypedHome | undefined;
  /** Undefined: it is not to be restored there. */
  readonly start:
    { readonly isAgreed: boolean; readonly backupFirst: boolean; readonly choice: RestoreChoice } | undefined;
  readonly kit: string | undefined;
}

/** The way into Home Assistant, where that was asked for; undefined where it was not. */
export const readIntoHome = (given: Given, wish: Wish): ((call: Call) => Promise<number>) | undefined => {
  const url = textOption(given, 'url');
  if (!flagOption(given, 'into-home-assistant')) {
    const lost = url === undefined ? startOnly(given) : '--url';
    if (lost !== undefined) throw new UsageError(messages.terminal.restore.onlyInto(lost));
    return undefined;
  }
  const start = readStart(given);
  const { io } = given;
  if (url !== undefined && secretFrom(io.env, secretVariables.haToken) === undefined && !io.isTty.stdin)
    throw new UsageError(messages.terminal.setup.noToken(secretVariables.haToken));
  const home = url === undefined ? undefined : { url, ...typedTrust(given) };
  const kit = kitOf(given);
  return (call) => run({ wish, home, start, kit }, call);
};

/** An option that means something with `--into-home-assistant` alone. */
const startOnly = (given: Given): string | undefined =>
  ['start', 'backup-first', 'yes', ...choosing, 'kit']
    .filter((name) => isGiven(given, name))
    .map((name) => `--${name}`)[0];

const choosing = ['only', 'without'];

const isGiven = (given: Given, name: string): boolean =>
  flagOption(given, name) || typeof given.values[name] === 'string' || textOptions(given, name).length > 0;

const readStart = (given: Given): Wanted['start'] => {
  const isAgreed = flagOption(given, 'yes');
  if (!flagOption(given, 'start')) {
    const lost = choosing.find((name) => isGiven(given, name));
    if (lost !== undefined) throw new UsageError(messages.terminal.restore.onlyStart(`--${lost}`));
    return undefined;
  }
  if (!isAgreed && (!given.io.isTty.stdin || given.json)) throw new UsageError(messages.terminal.restore.nobodyToAsk);
  return { isAgreed, backupFirst: flagOption(given, 'backup-first'), choice: readChoice(given) };
};

const readChoice = (given: Given): RestoreChoice => {
  const [only, without] = [textOptions(given, 'only'), textOptions(given, 'without')];
  return { ...(only.length > 0 && { only }), ...(without.length > 0 && { without }) };
};

const run = async ({ wish, home, start, kit }: Wanted, call: Call): Promise<number> => {
  const { output } = call;
  const token = home && (await tokenOrAsk(call));
  const input = { ...wish, ...(home && token !== undefined && { home: { ...home, token } }) };
  const progress = openProgress(call, (activity) => output.line(restoreLineSchema, { type: 'activity', activity }));
  const { input: answered, placed } = await placeWithAnswers(input, call, progress);
  if (start) return await startThere({ placed, start, kit, home: answered.home }, call, progress);
  const steps = messages.stepsInHome({ ...placed, address: placed.home.url });
  output.line(restoreLineSchema, { type: 'result', placed, steps });
  output.say([placedText(placed)]);
  output.note('', messages.terminal.restore.stepsInHome, ...steps.map((step, index) => prose(step, `${index + 1}. `)));
  return exitCodes.done;
};

interface Starting {
  readonly placed: PlacedResult;
  readonly start: NonNullable<Wanted['start']>;
  readonly home: IntoHomeInput['home'];
  readonly kit: string | undefined;
}

/** What is in Home Assistant now is lost, so the question names both sides of it. */
const startThere = async ({ placed, start, home, kit }: Starting, call: Call, progress: Progress): Promise<number> => {
  const { app, io, output } = call;
  const words = messages.terminal.restore;
  output.note(placedText(placed));
  if (!start.isAgreed) {
    output.ask(
      prose(words.whatIsLost({ home: placed.home.name, url: placed.home.url, date: formatWritten(placed.date) })),
      ...choiceText(start.choice).map((line) => prose(line)),
    );
    if (!(await askYesNo(call, words.startNow))) {
      output.say([words.notStarted]);
      return exitCodes.done;
    }
  }
  const backupFirst =
    start.backupFirst || (!start.isAgreed && (await askYesNo(call, words.backupFirstQuestion(placed.home.name))));
  const keys = (): Promise<readonly string[]> => {
    progress.end();
    return askKeys(call, kit);
  };
  const started = await app
    .startRestore(
      { placed, keys, backupFirst, choice: start.choice, ...(home && { home }) },
      (activity) => progress.show(activity),
      io.signal,
    )
    .finally(() => progress.end());
  const steps = messages.stepsAfterRestore(started);
  output.line(restoreLineSchema, { type: 'result', placed, started, steps });
  output.say([prose(words.ends[started.end](placed.home.name))]);
  output.note(...steps.map((step) => prose(step)));
  return started.end === 'completed' ? exitCodes.done : exitCodes.warnings;
};

const choiceText = ({ only = [], without = [] }: RestoreChoice): string[] => {
  const words = messages.terminal.restore;
  return [
    ...(only.length > 0 ? [words.onlyParts(only.join(', '))] : []),
    ...(without.length > 0 ? [words.withoutParts(without.join(', '))] : []),
  ];
};

/** What only the user can decide is asked on a terminal; elsewhere the error says which option decides it. */
const placeWithAnswers = async (
  input: IntoHomeInput,
  call: Call,
  progress: Progress,
): Promise<{ readonly input: IntoHomeInput; readonly placed: PlacedResult }> => {
  const { app, io, output } = call;
  try {
    const placed = await app
      .restoreIntoHome(input, (activity) => progress.show(activity), io.signal)
      .finally(() => progress.end());
    return { input, placed };
  } catch (error) {
    const { home } = input;
    const isAsked = home && io.isTty.stdin && !output.json && error instanceof AppError;
    const more = isAsked ? await decideOnHome(error, call) : undefined;
    if (!home || !more) throw error;
    return await placeWithAnswers({ ...input, home: { ...home, ...more } }, call, progress);
  }
};

const placedText = ({ name, instanceName, bytes, home, uploaded }: PlacedResult): string => {
  const words = messages.terminal.restore;
  const what = { name, instance: instanceName, bytes: formatBytes(bytes), home: home.name, url: home.url };
  return uploaded ? words.placed(what) : words.alreadyThere(what);
};
