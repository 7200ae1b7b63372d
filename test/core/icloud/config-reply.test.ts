import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { readReply, type Question } from '../../../src/core/icloud/config-reply.ts';

/** As rclone 1.75.2 prints them (facts#sign-in-replies), the fields that nobody reads left out. */
const reply = (State: string, Option: object | null = null, more: object = {}): string =>
  JSON.stringify({ State, Option, Error: '', Result: '', ...more });
const phones = [
  { Value: '1_sms', Help: '+44 ••••• ••••12' },
  { Value: '2_voice', Help: '+44 ••••• ••••99' },
];
const deviceHelp = "Two-factor authentication: enter your 2FA code or type 'sms' for a text message";

describe('what rclone asks next', () => {
  test.each<[what: string, stdout: string, question: Question]>([
    ['nothing more', reply(''), { ask: 'nothing' }],
    [
      'a code from a device',
      reply('2fa_do', { Name: 'config_2fa', Help: deviceHelp, Required: true }),
      { ask: 'device-code', state: '2fa_do' },
    ],
    [
      'a code from a phone',
      reply('2fa_sms_1_sms', { Name: 'config_2fa_sms', Help: 'Enter the verification code sent to +44 ••••• ••••12' }),
      { ask: 'phone-code', state: '2fa_sms_1_sms', phone: '+44 ••••• ••••12' },
    ],
    [
      'a code from a call',
      reply('2fa_sms_12_voice', { Help: 'Enter the verification code sent to +44 ••••• ••••99' }),
      { ask: 'phone-code', state: '2fa_sms_12_voice', phone: '+44 ••••• ••••99' },
    ],
    [
      'a code from a phone of no name',
      reply('2fa_sms_1_sms', { Help: 'Enter it' }),
      { ask: 'phone-code', state: '2fa_sms_1_sms', phone: '' },
    ],
    [
      'which phone',
      reply('2fa_sms_select', {
        Name: 'config_2fa_phone',
        Help: 'Select phone number',
        Examples: phones,
        Exclusive: true,
      }),
      {
        ask: 'phone',
        state: '2fa_sms_select',
        phones: [
          { id: '1_sms', label: '+44 ••••• ••••12' },
          { id: '2_voice', label: '+44 ••••• ••••99' },
        ],
      },
    ],
    ['which of no phones', reply('2fa_sms_select'), { ask: 'phone', state: '2fa_sms_select', phones: [] }],
    ['with white space around it', `\n${reply('')}\n`, { ask: 'nothing' }],
  ])('%s', (_, stdout, question) => {
    expect(readReply(stdout)).toEqual(question);
  });
});

describe('what nobody here can answer', () => {
  test.each<[what: string, stdout: string]>([
    ['a blank code: a dead state', reply('authenticate', null, { Error: "2FA codes can't be blank" })],
    ['a question of a later rclone', reply('2fa_key')],
    ['a phone without a way', reply('2fa_sms_1')],
    ['the questions of --all', reply('*all-set,0,false')],
    ['nothing at all', ''],
    ['no JSON', 'Enter a value.'],
    ['another JSON', '{"icloud":{}}'],
    ['half of one', reply('2fa_do').slice(0, 30)],
    ['the end, but with an error', reply('', null, { Error: 'something failed' })],
  ])('%s', (_, stdout) => {
    expect(() => readReply(stdout)).toThrow(expect.objectContaining({ code: 'icloud.sign-in-stale' }) as Error);
  });

  test('tells of the state no more than fits, and nothing of the rest', () => {
    let facts: unknown;
    try {
      readReply(reply('x'.repeat(500), null, { Result: 'secret' }));
    } catch (error) {
      facts = error instanceof AppError ? error.facts : undefined;
    }
    expect(facts).toEqual({ state: 'x'.repeat(40) });
  });
});
