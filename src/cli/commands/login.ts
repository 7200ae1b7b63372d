import { messages } from '../../messages/messages.ts';
import { secretFrom, secretVariables } from '../../adapters/environment-store.ts';
import type { SignInStep } from '../../core/icloud/sign-in.ts';
import { AppError, isCode, toAppError } from '../../core/errors/app-error.ts';
import { loginLineSchema, type LoginLine } from '../../shared/cli-lines.ts';
import { formatUntil } from '../../messages/format.ts';
import { showCountdown } from '../countdown.ts';
import type { SignInDialog } from '../create-app.ts';
import { requiredOption, type Call, type Command } from '../command.ts';
import { formatShortDay } from '../../messages/dates.ts';
import { exitCodes } from '../exit-codes.ts';
import { prose } from '../prose.ts';
import { askLine, askSecret } from '../questions.ts';
import { UsageError } from '../usage-error.ts';

export const login: Command = {
  name: 'login',
  get summary(): string {
    return messages.terminal.login.summary;
  },
  synopsis: '--apple-id ACCOUNT',
  get optionHelp(): Command['optionHelp'] {
    const { appleId } = messages.terminal.login.options;
    return [['--apple-id ACCOUNT', appleId]];
  },
  get notes(): Command['notes'] {
    return messages.terminal.login.notes(secretVariables.applePassword);
  },
  get examples(): Command['examples'] {
    return [
      'ha-icloud-backup login --apple-id me@example.com',
      `ha-icloud-backup login --apple-id me@example.com --json   ${messages.terminal.login.stepByStep}`,
    ];
  },
  options: { 'apple-id': { type: 'string' } },
  positionals: 0,
  jsonLines: true,
  tellsHome: true,
  prepare: (given) => {
    const appleId = requiredOption(given, 'apple-id');
    const { env, isTty } = given.io;
    if (secretFrom(env, secretVariables.applePassword) === undefined && !isTty.stdin) {
      throw new UsageError(messages.terminal.login.noPassword(secretVariables.applePassword));
    }
    return (call) => run(appleId, call);
  },
};

const line = ({ output }: Call, value: LoginLine): void => output.line(loginLineSchema, value);

const run = async (appleId: string, call: Call): Promise<number> => {
  const { app, io, output } = call;
  const words = messages.terminal.login;
  output.note(words.expect, ...words.expectations.map((text) => prose(text, '- ')), '');
  const password =
    secretFrom(io.env, secretVariables.applePassword) ?? (await askSecret(call, words.password(appleId)));
  const dialog = await app.signIn({ appleId, password });
  try {
    await lead(dialog, call);
  } finally {
    // Nothing to give up after `done`.
    await dialog.abandon();
  }
  await approve(call);
  const { signIn } = await app.status();
  line(call, { type: 'result', signIn });
  output.say([
    words.done,
    ...(signIn
      ? [
          words.nextCode({
            day: formatShortDay(signIn.until),
            until: formatUntil(new Date(signIn.until), io.now()),
          }),
        ]
      : []),
  ]);
  return exitCodes.done;
};

/** From the password to `done`, with as many answers as it takes. */
const lead = async (dialog: SignInDialog, call: Call): Promise<void> => {
  let step = await dialog.start(call.io.signal);
  while (step.step !== 'done') {
    announce(step, call);
    const answer = await askLine(call, messages.terminal.login.questions[step.step]);
    if (answer === undefined) throw new AppError('icloud.code-missing', { wanted: wantedBy(step) });
    step = await takeAnswer(dialog, step, answer, call);
  }
};

type OpenStep = Exclude<SignInStep, { readonly step: 'done' }>;

const wantedBy = ({ step }: OpenStep): string => (step === 'choose-phone' ? 'phone' : 'code');

const announce = (step: OpenStep, call: Call): void => {
  const words = messages.terminal.login;
  switch (step.step) {
    case 'device-code':
      line(call, { type: 'step', step: 'device-code' });
      call.output.ask(words.onDevices);
      break;
    case 'phone-code':
      line(call, { type: 'step', step: 'phone-code', phone: step.phone });
      call.output.ask(words.sentTo(step.phone));
      break;
    case 'ask-again':
      line(call, { type: 'step', step: 'ask-again' });
      call.output.ask(words.newSignIn);
      break;
    case 'choose-phone': {
      const phones = step.phones.map(({ label }, index) => ({ number: index + 1, label }));
      line(call, { type: 'step', step: 'choose-phone', phones });
      call.output.ask(words.whichPhone, ...phones.map(({ number, label }) => `  ${number}  ${label}`));
      break;
    }
  }
};

/** A mistake is told and asked again in place; what cannot be put right by another answer ends the sign-in. */
const takeAnswer = async (dialog: SignInDialog, step: OpenStep, answer: string, call: Call): Promise<SignInStep> => {
  try {
    return await carryOut(dialog, step, answer, call.io.signal);
  } catch (error) {
    const wantsCode = answer === 'sms' || answer === 'again' || step.step === 'choose-phone';
    const isMistake =
      isCode(error, 'icloud.code-wrong', 'icloud.code-missing', 'cloud.offline') ||
      // The pause holds for asking Apple; a code that is there already may still be entered.
      (wantsCode && isCode(error, 'icloud.code-limit'));
    const { current } = dialog;
    if (!isMistake || !current) throw error;
    line(call, { type: 'problem', problem: call.output.problem(toAppError(error)) });
    return current;
  }
};

const carryOut = async (
  dialog: SignInDialog,
  step: OpenStep,
  answer: string,
  signal: AbortSignal,
): Promise<SignInStep> => {
  if (answer === 'again') return await dialog.resend(signal);
  if (answer === 'sms' && step.step === 'device-code') return await dialog.textInstead(signal);
  if (step.step === 'ask-again') throw new AppError('icloud.code-missing', { wanted: 'code' });
  if (step.step !== 'choose-phone') return await dialog.enterCode(answer, signal);
  const phone = /^\d+$/.test(answer) ? step.phones[Number(answer) - 1] : undefined;
  if (!phone) throw new AppError('icloud.code-missing', { wanted: 'phone' });
  return await dialog.choosePhone(phone.id, signal);
};

/** The first look into the drive; with Advanced Data Protection a device has to let us in. */
const approve = async (call: Call): Promise<void> => {
  let stop = (): void => undefined;
  try {
    await call.app.approve((until) => {
      line(call, { type: 'step', step: 'approve', until: until.toISOString() });
      stop = showCountdown(messages.terminal.login.allow, until, call);
    }, call.io.signal);
  } finally {
    stop();
  }
};
