import { describe, expect, test } from 'vitest';
import { fine, unasked, type Answer } from '../../../src/core/doctor/answer.ts';
import { askAll, type Question } from '../../../src/core/doctor/question.ts';
import { reportOf } from '../../../src/core/doctor/verdict.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { doctorLines, type DoctorLine } from '../../../src/shared/doctor.ts';
import { SystemClock } from '../../../src/adapters/system-clock.ts';

const never = new AbortController().signal;
const late = (): AppError => new AppError('ha.unreachable', { reason: 'no-answer' });
const question = (lines: readonly DoctorLine[], given: Partial<Question> = {}): Question => ({
  lines,
  ms: 1_000,
  late,
  ask: () => Promise.resolve(),
  ...given,
});

const answersTo = async (questions: readonly Question[], signal = never): Promise<[DoctorLine, string][]> => {
  const told: [DoctorLine, string][] = [];
  const onLine = ({ id, state, problem, reason }: Answer & { readonly id: DoctorLine }): void =>
    void told.push([id, problem?.code ?? reason ?? state]);
  await askAll(questions, { clock: new SystemClock(), answers: new Map(), onLine }, signal);
  return told;
};

describe('one question over several lines', () => {
  const lines = ['home-socket', 'home-token', 'home-admin', 'home-version'] as const;
  test.each<[what: string, error: AppError, otherwise: DoctorLine | undefined, told: [DoctorLine, string][]]>([
    [
      'fails at the line that its problem names: what it had come past holds',
      new AppError('ha.token-invalid'),
      undefined,
      [
        ['home-socket', 'ok'],
        ['home-token', 'ha.token-invalid'],
        ['home-admin', 'broken-before'],
        ['home-version', 'broken-before'],
      ],
    ],
    [
      'fails with what names none: at the line that is meant for it',
      new AppError('ha.unreachable'),
      'home-admin',
      [
        ['home-socket', 'ok'],
        ['home-token', 'ok'],
        ['home-admin', 'ha.unreachable'],
        ['home-version', 'broken-before'],
      ],
    ],
    [
      'or at its first',
      new AppError('ha.unreachable'),
      undefined,
      [
        ['home-socket', 'ha.unreachable'],
        ['home-token', 'broken-before'],
        ['home-admin', 'broken-before'],
        ['home-version', 'broken-before'],
      ],
    ],
  ])('%s', async (_, error, otherwise, told) => {
    const ask = (): Promise<void> => Promise.reject(error);
    expect(await answersTo([question(lines, { ask, ...(otherwise ? { otherwise } : {}) })])).toEqual(told);
  });

  test('what was told before it failed stays, and what failed goes to a line that is open', async () => {
    const ask: Question['ask'] = (tell) => {
      tell('home-token', fine());
      return Promise.reject(new AppError('ha.token-invalid'));
    };
    expect(await answersTo([question(lines, { ask })])).toEqual([
      ['home-socket', 'ha.token-invalid'],
      ['home-token', 'ok'],
      ['home-admin', 'broken-before'],
      ['home-version', 'broken-before'],
    ]);
  });

  test('takes too long: that is an answer', async () => {
    const ask = (): Promise<void> => new Promise(() => undefined);
    expect(await answersTo([question(['home-name'], { ask, ms: 1 })])).toEqual([['home-name', 'ha.unreachable']]);
  });

  test('a bug of ours is an answer, too', async () => {
    const ask = (): Promise<void> => Promise.reject(new TypeError('x'));
    expect(await answersTo([question(['disk'], { ask })])).toEqual([['disk', 'internal']]);
  });
});

describe('one after the other', () => {
  const failing = (lines: readonly DoctorLine[]): Question =>
    question(lines, { ask: () => Promise.reject(new AppError('ha.unreachable')) });

  test('what needs a broken line is not asked, and what needs that neither; the rest is', async () => {
    const told = await answersTo([
      failing(['home-name']),
      question(['home-port'], { needs: ['home-name'] }),
      question(['home-answer'], { needs: ['home-port'] }),
      question(['cloud-way']),
    ]);
    expect(told).toEqual([
      ['home-name', 'ha.unreachable'],
      ['home-port', 'broken-before'],
      ['home-answer', 'broken-before'],
      ['cloud-way', 'ok'],
    ]);
  });

  test('a line that was passed over for a reason of its own holds nothing up', async () => {
    const plain = question(['home-certificate'], {
      ask: (tell) => {
        tell('home-certificate', unasked('plain'));
        return Promise.resolve();
      },
    });
    expect(await answersTo([plain, question(['home-answer'], { needs: ['home-certificate'] })])).toEqual([
      ['home-certificate', 'plain'],
      ['home-answer', 'ok'],
    ]);
  });

  test('a failure that names a line of the next question leaves that one unasked', async () => {
    const changed = question(['home-socket'], { ask: () => Promise.reject(new AppError('ha.instance-changed')) });
    expect(await answersTo([changed, question(['home-identity', 'home-list'])])).toEqual([
      ['home-identity', 'ha.instance-changed'],
      ['home-socket', 'broken-before'],
      ['home-list', 'broken-before'],
    ]);
  });

  test('given up: nothing more is asked', async () => {
    const cancel = new AbortController();
    const asked: string[] = [];
    const first = question(['home-name'], {
      ask: () => {
        asked.push('first');
        cancel.abort();
        return new Promise(() => undefined);
      },
    });
    const second = question(['home-port'], { ask: () => Promise.resolve(void asked.push('second')) });
    await expect(answersTo([first, second], cancel.signal)).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect(asked).toEqual(['first']);
  });
});

test('a report has every line in its order, and the first broken one by that order', () => {
  const broken = (code: 'ha.unreachable' | 'cloud.offline'): Answer => ({
    state: 'broken',
    problem: { code, facts: {} },
    reason: null,
    facts: {},
  });
  const { lines, firstBroken } = reportOf(
    new Map<DoctorLine, Answer>([
      ['cloud-hosts', broken('cloud.offline')],
      ['home-port', broken('ha.unreachable')],
      ['keychain', fine()],
    ]),
  );
  expect(lines.map(({ id }) => id)).toEqual([...doctorLines]);
  expect(firstBroken).toBe('home-port');
  expect(reportOf(new Map()).firstBroken).toBe(null);
});
