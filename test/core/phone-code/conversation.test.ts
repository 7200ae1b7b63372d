import { expect, test } from 'vitest';
import { actionOf } from '../../../src/core/phone-code/action.ts';
import { AppleTalk, type AppleDialog } from '../../../src/core/phone-code/apple-talk.ts';
import { Conversation } from '../../../src/core/phone-code/conversation.ts';
import { answerMs, type Say } from '../../../src/core/phone-code/rules.ts';
import { noMemory, type TellingMemory } from '../../../src/core/report-home/memory.ts';
import type { Cell } from '../../../src/core/state/json-file.ts';
import { TestClock } from '../../support/app-harness.ts';

const never = new AbortController().signal;

/** A memory that lasts as long as the test. */
const aMemory = (): Cell<TellingMemory> => {
  let memory: TellingMemory = noMemory();
  return {
    read: () => Promise.resolve(memory),
    update: (change) => Promise.resolve((memory = change(memory))),
  };
};

test('a code that nobody types while Home Assistant is away keeps nothing else waiting', async () => {
  const clock = new TestClock();
  const said: Say[] = [];
  let held = 0;
  const dialog = {
    start: () => Promise.resolve({ step: 'device-code' }),
    abandon: () => Promise.resolve(),
  } as unknown as AppleDialog;
  const talk = new AppleTalk({
    open: () => Promise.resolve(dialog),
    approve: () => Promise.resolve(),
    hold: () => {
      held += 1;
      return Promise.resolve(() => void (held -= 1));
    },
  });
  const say = (one: Say): Promise<boolean> => Promise.resolve(said.push(one) > 0);
  const conversation = new Conversation({ memory: aMemory(), talk, clock, say });
  while (clock.now().getHours() !== 12) clock.forward(3_600_000);
  await conversation.look(true, never);
  const [offer] = said;
  if (offer?.say !== 'offer') throw new Error('nothing was offered');
  await conversation.answer({ action: actionOf('RENEW', offer.nonce), text: undefined, userId: 'a' }, undefined, never);
  expect(said.at(-1)).toMatchObject({ say: 'code' });
  await conversation.giveUpLate();
  expect(held).toBe(1);
  clock.forward(answerMs);
  await conversation.giveUpLate();
  expect(held).toBe(0);
});
