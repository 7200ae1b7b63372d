import { describe, expect, it } from 'vitest';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { isUnderWay } from '../../src/shared/icloud/sign-in-view.ts';
import { viewMarks, type WindowState } from '../../src/shared/contract/views.ts';
import { digitsOf } from '../../renderer/prompt/code.ts';
import { asClock, secondsUntil, spokenSeconds } from '../../renderer/prompt/countdown.ts';
import { panelOf, panelOfAnother, type Panel } from '../../renderer/prompt/panel.ts';
import { offerOf as offered } from '../../src/main/host/sign-in-view.ts';
import { localize, localizeProblem } from '../../src/main/ipc/localize.ts';
import { problem, safeStatus } from './states/view-state.ts';

type SignInView = WindowState['signIn'];
type Status = WindowState['status'];

const until = '2026-12-21T10:00:00.000Z';
const signedIn = { account: 'm•••@example.com', daysLeft: 12, until, due: false };
const over = { ...signedIn, daysLeft: -1, due: true };
const standing = (signIn: typeof signedIn | null) => ({ signIn, problems: [] });
const described = (code: WindowProblem['code']): WindowProblem => localizeProblem(problem(code));
const statusWith = (...codes: WindowProblem['code'][]): Status =>
  localize({ ...safeStatus, signIn: signedIn, problems: codes.map((code) => problem(code)) }, viewMarks.status);
const offerOf = (status: Status): SignInView => localize(offered(status), viewMarks.signIn);
const codePanel: Panel = { panel: 'code', phone: null, resendAt: until, problem: null, busy: false };

describe('digits of a code', () => {
  it.each([
    ['123456', '123456'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    ['１２３　４５６', '123456'],
    ['Your Apple Account code is: 123456. Do not share it.', '123456'],
    ['12a3', '123'],
    ['1234567', '123456'],
    ['', ''],
  ])('%s gives %s', (typed, digits) => {
    expect(digitsOf(typed)).toBe(digits);
  });
});

describe('countdown', () => {
  const now = new Date('2026-11-21T10:00:00.000Z');

  it.each([
    ['2026-11-21T10:05:00.000Z', 300, '5:00'],
    ['2026-11-21T10:04:31.200Z', 272, '4:32'],
    ['2026-11-21T10:00:00.400Z', 1, '0:01'],
    ['2026-11-21T09:00:00.000Z', 0, '0:00'],
    ['no date', 0, '0:00'],
  ])('until %s: %i s, %s', (moment, seconds, clock) => {
    expect(secondsUntil(moment, now)).toBe(seconds);
    expect(asClock(secondsUntil(moment, now))).toBe(clock);
  });

  it('is spoken at most once in ten seconds', () => {
    const spoken = Array.from({ length: 301 }, (_, second) => spokenSeconds(second));
    expect(new Set(spoken).size).toBe(31);
    expect(spoken.every((shown, second) => shown >= second && shown - second < 10)).toBe(true);
  });
});

describe('what the prompt asks', () => {
  const cases: readonly [SignInView, typeof signedIn | null, Panel['panel']][] = [
    [{ step: 'idle' }, null, 'credentials'],
    [{ step: 'ready', account: 'm@example.com', problem: null }, over, 'ready'],
    [{ step: 'password', account: 'm@example.com', problem: null }, over, 'credentials'],
    [{ step: 'working', doing: 'text' }, over, 'working'],
    [{ step: 'device-code', account: 'm@example.com', resendAt: until, problem: null }, over, 'code'],
    [{ step: 'choose-phone', phones: [], problem: null }, over, 'phones'],
    [{ step: 'phone-code', phone: '•• 12', resendAt: until, problem: null }, over, 'code'],
    [{ step: 'ask-again', resendAt: until, problem: null }, over, 'ask-again'],
    [{ step: 'approval-needed', problem: null }, over, 'approval'],
    [{ step: 'approve', until }, over, 'approve'],
    [{ step: 'done', until }, signedIn, 'done'],
  ];

  it.each(cases)('%j asks', (view, signIn, panel) => {
    expect(panelOf(view, standing(signIn), undefined).panel).toBe(panel);
  });

  it('names how long the sign-in holds, and that its usual end is past', () => {
    const view: SignInView = { step: 'ready', account: 'm@example.com', problem: null };
    expect(panelOf(view, standing(signedIn), undefined)).toMatchObject({ until, isOver: false });
    expect(panelOf(view, standing(over), undefined)).toMatchObject({ until, isOver: true });
  });

  it('knows that Apple may end its trust early', () => {
    const ended = statusWith('icloud.trust-expired');
    expect(panelOf(offerOf(ended), ended, undefined)).toMatchObject({ panel: 'ready', until: null });
    const approval = statusWith('icloud.approval-needed');
    expect(panelOf(offerOf(approval), approval, undefined)).toMatchObject({ panel: 'approval' });
  });

  it('leaves the code in view while it is checked', () => {
    const wrong: Panel = { ...codePanel, problem: described('icloud.code-wrong') };
    expect(panelOf({ step: 'working', doing: 'code' }, standing(over), wrong)).toEqual({ ...codePanel, busy: true });
  });

  it('does not leave it there while a message is asked for, or after a new start of the window', () => {
    expect(panelOf({ step: 'working', doing: 'text' }, standing(over), codePanel).panel).toBe('working');
    expect(panelOf({ step: 'working', doing: 'code' }, standing(over), undefined).panel).toBe('working');
  });
});

describe('another account', () => {
  const blank: Panel = { panel: 'credentials', account: null, problem: null, busy: false };

  it.each([null, 'icloud.trust-expired', 'icloud.password-wrong', 'icloud.approval-needed'] as const)(
    'is asked for whatever the one so far needs: %s',
    (code) => {
      const status = statusWith(...(code === null ? [] : [code]));
      const offer = offerOf(status);
      expect(isUnderWay(offer)).toBe(false);
      expect(panelOfAnother(offer, status, undefined)).toEqual(blank);
      expect(panelOfAnother(offer, status, blank)).toEqual(blank);
    },
  );

  it('is told what went wrong with it, and what Apple wants of it', () => {
    const status = statusWith();
    const busy = panelOfAnother({ step: 'working', doing: 'password' }, status, blank);
    expect(busy).toEqual({ ...blank, busy: true });
    const wrong = described('icloud.password-wrong');
    const refused = panelOfAnother({ step: 'password', account: 'p…@example.com', problem: wrong }, status, busy);
    expect(refused).toMatchObject({ panel: 'credentials', problem: wrong });
    expect(panelOfAnother({ step: 'approval-needed', problem: null }, status, codePanel).panel).toBe('approval');
    expect(panelOfAnother({ step: 'done', until }, status, { panel: 'working', doing: 'approval' }).panel).toBe('done');
  });

  it('is asked for though the window still says that the one so far is signed in', () => {
    expect(panelOfAnother({ step: 'done', until }, statusWith(), undefined)).toEqual(blank);
  });
});
