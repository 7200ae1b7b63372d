import { secretFrom, secretVariables } from '../../adapters/environment-store.ts';
import type { SignInStep } from '../../core/icloud/sign-in.ts';
import { AppError, isCode, toAppError } from '../../core/errors/app-error.ts';
import { loginLineSchema, type LoginLine } from '../../shared/cli-lines.ts';
import { formatUntil } from '../../shared/words/format.ts';
import { showCountdown } from '../countdown.ts';
import type { SignInDialog } from '../cli-app.ts';
import { requiredOption, type Call, type Command } from '../command.ts';
import { formatDay } from '../dates.ts';
import { exitCodes } from '../exit-codes.ts';
import { prose } from '../prose.ts';
import { askLine, askSecret } from '../questions.ts';
import { UsageError } from '../usage-error.ts';

const expectations = [
  'Apple wants the real password of the account. App-specific passwords do not work for iCloud Drive. Only a proof of the password leaves this computer.',
  'Apple shows a code on your devices and sends one e-mail about a new sign-in.',
  'About every 30 days Apple asks for a code again. "ha-icloud-backup status" tells when.',
];

export const login: Command = {
  name: 'login',
  summary: 'sign in to iCloud; also renews the sign-in',
  synopsis: '--apple-id ACCOUNT',
  optionHelp: [['--apple-id ACCOUNT', 'e-mail address or phone number of the Apple account']],
  notes: [
    ...expectations,
    `The password is asked for, or taken from ${secretVariables.applePassword}. It is never taken from the command line.`,
    'Codes are asked for on the terminal, or read line by line from stdin: six digits, "sms" (text me instead), "again" (another code), or the number of a phone in the list.',
    'With Advanced Data Protection one of your devices has to allow the access afterwards, within five minutes.',
    'Until a sign-in is done, the one before stays in force.',
  ],
  examples: [
    'ha-icloud-backup login --apple-id me@example.com',
    'ha-icloud-backup login --apple-id me@example.com --json   (a line for each step, answers on stdin)',
  ],
  options: { 'apple-id': { type: 'string' } },
  positionals: 0,
  jsonLines: true,
  prepare: (given) => {
    const appleId = requiredOption(given, 'apple-id');
    const { env, isTty } = given.io;
    if (secretFrom(env, secretVariables.applePassword) === undefined && !isTty.stdin) {
      throw new UsageError(
        `Without a terminal the password comes from ${secretVariables.applePassword}, which is not set.`,
      );
    }
    return (call) => run(appleId, call);
  },
};

const line = ({ output }: Call, value: LoginLine): void => output.line(loginLineSchema, value);

const run = async (appleId: string, call: Call): Promise<number> => {
  const { app, io, output } = call;
  output.note('What to expect:', ...expectations.map((text) => prose(text, '- ')), '');
  const password =
    secretFrom(io.env, secretVariables.applePassword) ?? (await askSecret(call, `Password of ${appleId} (not shown):`));
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
    'Signed in, and iCloud Drive answers.',
    ...(signIn
      ? [
          `Apple will ask for a code again around ${formatDay(signIn.until)} (${formatUntil(new Date(signIn.until), io.now())}).`,
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
    const answer = await askLine(call, questions[step.step]);
    if (answer === undefined) throw new AppError('icloud.code-missing', { wanted: wantedBy(step) });
    step = await takeAnswer(dialog, step, answer, call);
  }
};

type OpenStep = Exclude<SignInStep, { readonly step: 'done' }>;

const questions: Readonly<Record<OpenStep['step'], string>> = {
  'device-code': 'Six-digit code (or "sms", "again"):',
  'phone-code': 'Six-digit code (or "again"):',
  'choose-phone': 'Number of the phone:',
  'ask-again': 'Type "again" for a new code:',
};

const wantedBy = ({ step }: OpenStep): string => (step === 'choose-phone' ? 'phone' : 'code');

const announce = (step: OpenStep, call: Call): void => {
  switch (step.step) {
    case 'device-code':
      line(call, { type: 'step', step: 'device-code' });
      call.output.ask('Apple shows a code on your devices.');
      break;
    case 'phone-code':
      line(call, { type: 'step', step: 'phone-code', phone: step.phone });
      call.output.ask(`Apple sent a code to ${step.phone}.`);
      break;
    case 'ask-again':
      line(call, { type: 'step', step: 'ask-again' });
      call.output.ask('After a wrong code from the phone Apple wants a new sign-in.');
      break;
    case 'choose-phone': {
      const phones = step.phones.map(({ label }, index) => ({ number: index + 1, label }));
      line(call, { type: 'step', step: 'choose-phone', phones });
      call.output.ask('Which phone shall get the code?', ...phones.map(({ number, label }) => `  ${number}  ${label}`));
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
      isCode(error, 'icloud.code-wrong', 'icloud.code-missing', 'icloud.offline') ||
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
      stop = showCountdown('Tap Allow on your iPhone, iPad or Mac', until, call);
    }, call.io.signal);
  } finally {
    stop();
  }
};
