import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionOf, newNonce, type Verb } from '../../../src/core/phone-code/action.ts';
import {
  advance,
  answerMs,
  rest,
  type Advanced,
  type Effect,
  type Event,
  type Phase,
} from '../../../src/core/phone-code/rules.ts';

const hour = 3_600_000;
const day = 24 * hour;
const noon = Date.parse('2026-12-01T12:00:00Z');
const owner = 'owner';
const users = new Set([owner]);

/** One machine and the time, with what was said last. */
class Phone {
  phase: Phase = rest;
  now = noon;
  nonce = '';
  readonly effects: Effect[] = [];

  tell(event: Event): readonly Effect[] {
    const fresh = newNonce();
    const { phase, effects }: Advanced = advance(this.phase, event, this.now, fresh);
    this.phase = phase;
    this.effects.push(...effects);
    if (effects.some((effect) => 'nonce' in effect && effect.nonce === fresh)) this.nonce = fresh;
    return effects;
  }
  look(isDue = true, at = 12): readonly Effect[] {
    return this.tell({ type: 'look', isDue, hour: at });
  }
  answer(verb: Verb, text?: string, change: { nonce?: string; userId?: string | undefined } = {}): readonly Effect[] {
    const { nonce = this.nonce, userId = owner } = change;
    return this.tell({ type: 'reply', reply: { action: actionOf(verb, nonce), text, userId }, users });
  }
}

const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => ('say' in effect ? `say ${effect.say}` : `order ${effect.order}`));

const offered = (): Phone => {
  const phone = new Phone();
  phone.look();
  return phone;
};
const asked = (canText = true): Phone => {
  const phone = offered();
  phone.answer('RENEW');
  phone.tell({ type: 'code-sent', canText });
  return phone;
};

test('from the question to the end: each step of Apple’s follows an answer', () => {
  const phone = new Phone();
  expect(kinds(phone.look())).toEqual(['say offer']);
  expect(kinds(phone.answer('RENEW'))).toEqual(['order start']);
  expect(kinds(phone.tell({ type: 'code-sent', canText: true }))).toEqual(['say code']);
  expect(phone.answer('CODE', ' 271\u00a08\u201128\u200e ')).toEqual([{ order: 'code', digits: '271828' }]);
  expect(kinds(phone.tell({ type: 'approve' }))).toEqual(['say approve']);
  expect(kinds(phone.tell({ type: 'done' }))).toEqual(['say done']);
  expect(phone.phase).toEqual(rest);
});

describe('an answer that is none changes nothing', () => {
  const forged: [what: string, try_: (phone: Phone) => readonly Effect[]][] = [
    ['another user', (phone) => phone.answer('CODE', '271828', { userId: 'child' })],
    [
      'nobody’s, though Home Assistant knows whose phones they are',
      (phone) =>
        phone.tell({
          type: 'reply',
          users,
          reply: { action: actionOf('CODE', phone.nonce), text: '271828', userId: undefined },
        }),
    ],
    ['another nonce', (phone) => phone.answer('CODE', '271828', { nonce: newNonce() })],
    [
      'no action of ours',
      (phone) => phone.tell({ type: 'reply', users, reply: { action: 'REPLY', text: '271828', userId: owner } }),
    ],
    ['the answer to another question', (phone) => phone.answer('RENEW')],
    ['a phone that was not offered', (phone) => phone.answer('PHONE1')],
    [
      'too late',
      (phone) => {
        phone.now += answerMs;
        return phone.answer('CODE', '271828');
      },
    ],
  ];
  test.each(forged)('%s', (_, forge) => {
    const phone = asked();
    const before = phone.phase;
    expect(forge(phone)).toEqual([]);
    expect(phone.phase).toEqual(before);
  });

  test('the same one twice', () => {
    const phone = asked();
    const { nonce } = phone;
    expect(phone.answer('CODE', '271828')).toHaveLength(1);
    expect(phone.answer('CODE', '271828', { nonce })).toEqual([]);
    phone.tell({ type: 'wrong', mayType: true });
    expect(phone.answer('CODE', '271828', { nonce })).toEqual([]);
  });

  test('a text message where none can be had', () => {
    expect(asked(false).answer('TEXT')).toEqual([]);
  });
});

test.each(['２７１８２８', '271 828', '271-828', '٢٧١٨٢٨'])('%s costs no try: it is the code', (typed) => {
  expect(asked().answer('CODE', typed)).toEqual([{ order: 'code', digits: '271828' }]);
});

test('without a word of Home Assistant on whose phones they are, the nonce alone counts', () => {
  const phone = offered();
  const reply = { action: actionOf('RENEW', phone.nonce), text: undefined, userId: undefined };
  expect(kinds(phone.tell({ type: 'reply', reply, users: undefined }))).toEqual(['order start']);
});

describe('a code that is none, or wrong, is asked for once more', () => {
  test.each(['27182', '2718281', 'abcdef', '', '27-18-2a'])('%j never reaches Apple', (text) => {
    const phone = asked();
    expect(kinds(phone.answer('CODE', text))).toEqual(['say wrong']);
    expect(kinds(phone.answer('CODE', text))).toEqual(['order give-up', 'say gave-up']);
    expect(phone.effects.some((effect) => 'order' in effect && effect.order === 'code')).toBe(false);
  });

  test('typed again', () => {
    const phone = asked();
    phone.answer('CODE', '111111');
    expect(kinds(phone.tell({ type: 'wrong', mayType: true }))).toEqual(['say wrong']);
    phone.answer('CODE', '222222');
    expect(kinds(phone.tell({ type: 'wrong', mayType: true }))).toEqual(['order give-up', 'say gave-up']);
  });

  test('by text message Apple has to send another one, and only a tap makes it', () => {
    const phone = asked();
    expect(kinds(phone.answer('TEXT'))).toEqual(['order text']);
    phone.tell({ type: 'which-phone', phones: [1, 2, 3, 4].map((id) => ({ id: String(id), label: `•• ${id}` })) });
    expect(phone.answer('PHONE2')).toEqual([{ order: 'phone', id: '2' }]);
    phone.tell({ type: 'code-sent', canText: false });
    phone.answer('CODE', '111111');
    expect(kinds(phone.tell({ type: 'wrong', mayType: false }))).toEqual(['say wrong-again']);
    expect(kinds(phone.answer('AGAIN'))).toEqual(['order resend']);
  });
});

test('nobody answers the code: it is given up, and offered anew', () => {
  const phone = asked();
  phone.now += answerMs - 1;
  expect(phone.look()).toEqual([]);
  phone.now += 1;
  expect(kinds(phone.look())).toEqual(['order give-up', 'say late']);
  expect(kinds(phone.answer('RENEW'))).toEqual(['order start']);
});

test('offered once a day, not at night, and taken back when it was renewed elsewhere', () => {
  const phone = new Phone();
  expect(phone.look(true, 3)).toEqual([]);
  expect(kinds(phone.look(true, 8))).toEqual(['say offer']);
  phone.now += day - 1;
  expect(phone.look()).toEqual([]);
  phone.now += 1;
  expect(kinds(phone.look())).toEqual(['say offer']);
  expect(kinds(phone.look(false))).toEqual(['say nothing']);
  expect(phone.look(false)).toEqual([]);
});

test('what failed may be tried again where that helps; where it does not, the phone is left in peace for a day', () => {
  for (const mayTryAgain of [true, false]) {
    const phone = offered();
    phone.answer('RENEW');
    expect(kinds(phone.tell({ type: 'failed', mayTryAgain }))).toEqual(['order give-up', 'say failed']);
    expect(phone.look()).toEqual([]);
    expect(phone.answer('RENEW')).toHaveLength(mayTryAgain ? 1 : 0);
    phone.now += day;
    if (!mayTryAgain) expect(kinds(phone.look())).toEqual(['say offer']);
  }
});

test('whatever happens in whatever order: Apple hears nothing that no answer asked for, and one answer counts once', () => {
  const verbs: Verb[] = ['RENEW', 'CODE', 'TEXT', 'AGAIN', 'PHONE1'];
  const event = fc.oneof(
    fc.record({ type: fc.constant('look' as const), isDue: fc.boolean(), hour: fc.nat(23) }),
    fc.record({ type: fc.constant('code-sent' as const), canText: fc.boolean() }),
    fc.constant({ type: 'which-phone' as const, phones: [{ id: '1', label: 'a' }] }),
    fc.record({ type: fc.constant('wrong' as const), mayType: fc.boolean() }),
    fc.constantFrom({ type: 'approve' as const }, { type: 'done' as const }),
    fc.record({ type: fc.constant('failed' as const), mayTryAgain: fc.boolean() }),
  );
  const answer = fc.record({
    verb: fc.constantFrom(...verbs),
    text: fc.constantFrom('271828', 'letters', undefined),
    isForged: fc.boolean(),
    isTwice: fc.boolean(),
  });
  const step = fc.record({ wait: fc.nat(2 * answerMs), event: fc.option(event), answer });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const phone = new Phone();
      for (const { wait, event: told, answer: given } of steps) {
        phone.now += wait;
        if (told) {
          const orders = phone.tell(told).filter((effect) => 'order' in effect);
          expect(orders.every(({ order }) => order === 'give-up')).toBe(true);
          continue;
        }
        const { nonce } = phone;
        const change = given.isForged ? { nonce: newNonce() } : {};
        const first = phone.answer(given.verb, given.text, change);
        if (given.isForged) expect(first).toEqual([]);
        // After a forged one the true answer would be the first.
        if (given.isTwice && !given.isForged) expect(phone.answer(given.verb, given.text, { nonce })).toEqual([]);
      }
    }),
  );
});

test('90 days with three expiries: Apple is asked for a code only after a tap, and no day is lost where the answer comes within a day', () => {
  const trustMs = 30 * day;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 23 * 60 }), { minLength: 6, maxLength: 6 }), (minutes) => {
      const phone = new Phone();
      let trustedSince = noon - 23 * day;
      let [taps, codes, renewals, lostDays] = [0, 0, 0, 0];
      let tapAt: number | undefined;
      for (const end = noon + 90 * day; phone.now < end; phone.now += hour / 2) {
        const isDue = phone.now - trustedSince >= trustMs - 7 * day;
        const effects = phone.look(isDue, new Date(phone.now).getUTCHours());
        if (effects.some((effect) => 'say' in effect && effect.say === 'offer'))
          tapAt = phone.now + (minutes[renewals % minutes.length] ?? 0) * 60_000;
        if (tapAt !== undefined && phone.now >= tapAt) {
          tapAt = undefined;
          taps += 1;
          codes += phone.answer('RENEW').filter((effect) => 'order' in effect && effect.order === 'start').length;
          phone.tell({ type: 'code-sent', canText: true });
          expect(phone.answer('CODE', '271828')).toHaveLength(1);
          phone.tell({ type: 'done' });
          trustedSince = phone.now;
          renewals += 1;
        }
        if (phone.now - trustedSince >= trustMs) lostDays += 1;
      }
      expect({ codes, lostDays }).toEqual({ codes: taps, lostDays: 0 });
      expect(renewals).toBeGreaterThanOrEqual(3);
      expect(renewals).toBeLessThanOrEqual(4);
    }),
    { numRuns: 20 },
  );
});
