import { secretFrom, secretVariables } from '../adapters/environment-store.ts';
import type { IntoHomeInput } from '../core/commands/restore-into-home.ts';
import type { TypedHome } from '../core/commands/way-home.ts';
import { AppError } from '../core/errors/app-error.ts';
import { formatBytes } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { restoreLineSchema } from '../shared/cli-lines.ts';
import type { PlacedResult } from '../shared/into-home.ts';
import { flagOption, textOption, type Call, type Given, type OptionSpecs } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { openProgress, type Progress } from './progress.ts';
import { prose } from './prose.ts';
import { decideOnHome, tokenOrAsk, typedTrust } from './typed-home.ts';
import { UsageError } from './usage-error.ts';

export const intoHomeOptions = {
  'into-home-assistant': { type: 'boolean' },
  url: { type: 'string' },
} as const satisfies OptionSpecs;

type Wish = Omit<IntoHomeInput, 'home'>;

interface Wanted {
  readonly wish: Wish;
  /** Undefined: the Home Assistant that was set up. */
  readonly home: TypedHome | undefined;
}

/** The way into Home Assistant, where that was asked for; undefined where it was not. */
export const readIntoHome = (given: Given, wish: Wish): ((call: Call) => Promise<number>) | undefined => {
  const url = textOption(given, 'url');
  if (!flagOption(given, 'into-home-assistant')) {
    if (url !== undefined) throw new UsageError(messages.terminal.restore.onlyInto('--url'));
    return undefined;
  }
  const { io } = given;
  if (url !== undefined && secretFrom(io.env, secretVariables.haToken) === undefined && !io.isTty.stdin)
    throw new UsageError(messages.terminal.setup.noToken(secretVariables.haToken));
  const home = url === undefined ? undefined : { url, ...typedTrust(given) };
  return (call) => run({ wish, home }, call);
};

const run = async ({ wish, home }: Wanted, call: Call): Promise<number> => {
  const { output } = call;
  const token = home && (await tokenOrAsk(call));
  const input = { ...wish, ...(home && token !== undefined && { home: { ...home, token } }) };
  const progress = openProgress(call, (activity) => output.line(restoreLineSchema, { type: 'activity', activity }));
  const { placed } = await placeWithAnswers(input, call, progress);
  const steps = messages.stepsInHome({ ...placed, address: placed.home.url });
  output.line(restoreLineSchema, { type: 'result', placed, steps });
  output.say([placedText(placed)]);
  output.note('', messages.terminal.restore.stepsInHome, ...steps.map((step, index) => prose(step, `${index + 1}. `)));
  return exitCodes.done;
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
