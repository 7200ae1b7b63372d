import { resolve } from 'node:path';
import { secretFrom, secretVariables } from '../adapters/environment-store.ts';
import type { TypedHome } from '../core/commands/way-home.ts';
import type { AppError } from '../core/errors/app-error.ts';
import { messages } from '../messages/messages.ts';
import { textOf } from '../messages/template.ts';
import { textOption, withoutUndefined, type Call, type Given, type OptionSpecs } from './command.ts';
import { prose } from './prose.ts';
import { askSecret, askYesNo } from './questions.ts';
import { UsageError } from './usage-error.ts';

/** What may be said of a typed address besides, by every command that takes one. */
export const trustOptions = {
  'ca-file': { type: 'string' },
  'accept-certificate': { type: 'string' },
  'allow-unencrypted': { type: 'string' },
} as const satisfies OptionSpecs;

export const typedTrust = (given: Given): Omit<TypedHome, 'url'> => {
  const caFile = textOption(given, 'ca-file');
  return withoutUndefined({
    caFile: caFile === undefined ? undefined : resolve(given.io.workingFolder, caFile),
    acceptFingerprint: readFingerprint(given),
    acceptUnencrypted: textOption(given, 'allow-unencrypted'),
  });
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

/** From the environment, else typed where there is a terminal: `prepare` has seen to that. */
export const tokenOrAsk = async (call: Call): Promise<string> =>
  secretFrom(call.io.env, secretVariables.haToken) ?? (await askToken(call));

const askToken = async (call: Call): Promise<string> => {
  call.output.ask(messages.terminal.setup.whereTokensAre);
  return (await askSecret(call, messages.terminal.setup.token)).trim();
};

/** What only the user can decide about an address, as more of what was typed; undefined where they do not, or it is no such thing. */
export const decideOnHome = async (error: AppError, call: Call): Promise<Partial<TypedHome> | undefined> => {
  if (error.code === 'ha.unencrypted') return await allowUnencrypted(error, call);
  return error.code === 'ha.tls-untrusted' ? await trustCertificate(error, call) : undefined;
};

const allowUnencrypted = async (error: AppError, call: Call): Promise<Partial<TypedHome> | undefined> => {
  const { url } = error.facts;
  if (typeof url !== 'string') return undefined;
  call.output.problem(error);
  return (await askYesNo(call, messages.terminal.setup.allowHttp(url))) ? { acceptUnencrypted: url } : undefined;
};

const trustCertificate = async (error: AppError, call: Call): Promise<Partial<TypedHome> | undefined> => {
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
