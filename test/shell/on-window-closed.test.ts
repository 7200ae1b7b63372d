import { expect, it } from 'vitest';
import { abandonSignIn, finishSetup } from '../../src/main/on-window-closed.ts';
import type { SignInView } from '../../src/shared/icloud/sign-in-view.ts';
import { StubHost } from './support/stub-host.ts';
import { notSetUp, safeState } from './support/view-state.ts';

const account = 'j…@example.com';
const at = '2026-11-21T12:00:00.000Z';
const cancelled = ['icloud.cancel {}'];

it.each<[SignInView, readonly string[]]>([
  [{ step: 'idle' }, []],
  [{ step: 'ready', account, problem: null }, []],
  [{ step: 'done', until: at }, []],
  // Past the code: the first look goes on to its end.
  [{ step: 'working', doing: 'approval' }, []],
  [{ step: 'working', doing: 'password' }, cancelled],
  [{ step: 'working', doing: 'code' }, cancelled],
  [{ step: 'working', doing: 'text' }, cancelled],
  [{ step: 'password', account, problem: null }, cancelled],
  [{ step: 'device-code', account, resendAt: at, problem: null }, cancelled],
  [{ step: 'choose-phone', phones: [], problem: null }, cancelled],
  [{ step: 'phone-code', phone: '•• 12', resendAt: at, problem: null }, cancelled],
  [{ step: 'ask-again', resendAt: at, problem: null }, cancelled],
  [{ step: 'approval-needed', problem: null }, cancelled],
  [{ step: 'approve', until: at }, cancelled],
])('a window closed at %j', async (signIn, asked) => {
  const host = new StubHost(undefined, { ...safeState, signIn });
  await abandonSignIn(host);
  expect(host.asked).toEqual(asked);
});

it('a set-up that was left with everything in place is finished; one that was not is left alone', async () => {
  const [done, left] = [new StubHost(undefined, safeState), new StubHost(undefined, notSetUp)];
  await finishSetup(done);
  await finishSetup(left);
  expect([done.asked, left.asked]).toEqual([['setup.finish {}'], []]);
});
